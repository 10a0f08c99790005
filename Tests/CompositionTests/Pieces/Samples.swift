import SeqRec

/// A matrix of numbers around 0, none of them 0.
func matrix(_ rows: Int, _ columns: Int, _ seed: Int) -> Tensor<Float> {
  var generator = Seed(40).child(seed).generator()
  return Tensor(
    (0..<rows * columns).map { _ in Float(generator.uniform() - 0.45) }, shape: [rows, columns])
}

/// Users whose sequences overlap, repeat items and differ in length: `user,item` in time order.
func log(_ pairs: [(user: Int, item: Int)], items: Int) -> InteractionLog {
  // Somebody meets every item first, so that item `i` has the number i.
  let all = (0..<items).map { (user: 0, item: $0) } + pairs
  return InteractionLog(
    all.enumerated().map { (user: "u\($1.user)", item: "i\($1.item)", timestamp: Double($0)) })
}

func randomLog(users: Int, items: Int, events: Int) -> InteractionLog {
  var generator = Seed(41).generator()
  return log(
    (0..<events).map { _ in
      (
        user: Int.random(in: 0..<users, using: &generator),
        item: Int.random(in: 0..<items, using: &generator)
      )
    }, items: items)
}

/// A history, an event a second.
func history(_ items: [Int32]) -> History {
  History(items: items, timestamps: items.indices.map(Double.init))
}

/// The value of a computation with these weights.
func value<S: Scalar>(
  _ weights: Weights<S> = Weights([]), _ body: (inout Tape<S>) -> Variable
) -> Tensor<S> {
  var tape = Tape(weights)
  let result = body(&tape)
  return tape[result]
}

func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}

extension Tensor {
  var doubles: [Double] { elements.map { Double($0) } }
  var byRow: [[Double]] {
    (0..<rows).map { row in (0..<columns).map { Double(self[row, $0]) } }
  }
}

func relu(_ x: [Double]) -> [Double] { x.map { max($0, 0) } }
func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
