import Gradients
import Tensors

struct GRUEntry: CatalogedOp {
  let reset: GRUReset
  /// Whether sequences begin in states that are given.
  var hasInitial = false

  let file = "GRU"
  // x, W, U, b, c, and first states; the sequences follow from the rows of x. The last two have more sequences
  // than a block has, and sequences that outlast what is multiplied at once.
  var cases: [[Shape]] {
    let cases: [[Shape]] = [
      [[5, 2], [2, 6], [2, 6], [6], [6]], [[1, 1], [1, 3], [1, 3], [3], [3]],
      [[0, 3], [3, 6], [2, 6], [6], [6]], [[150, 3], [3, 15], [5, 15], [15], [15]],
      [[90, 9], [9, 51], [17, 51], [51], [51]],
    ]
    guard hasInitial else { return cases }
    return cases.map { $0 + [[Self.most(rows: $0[0][0]), $0[2][0]]] }
  }
  let ulps = 512.0
  var description: String { "\(file) \(reset)\(hasInitial ? " from states" : "")" }

  /// More states than sequences may be; an operation takes as many as there are.
  private static func most(rows: Int) -> Int { rows + 4 }

  private func starts(_ rows: Int, _ seed: Seed) -> [Int] {
    raggedStarts(rows: rows, longest: rows == 90 ? 40 : 5, seed)
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    // Smaller than the samples, or every gate is shut or open and every slope is nothing.
    let scaled = inputs.map { tape.scaled($0, by: 0.25) }
    let starts = starts(tape[inputs[0]].rows, seed)
    let initial =
      hasInitial
      ? tape.rows((0..<Int32(starts.count - 1)).map { $0 }, of: scaled[5]) : nil
    return tape.gru(
      scaled[0], inputWeight: scaled[1], recurrentWeight: scaled[2], inputBias: scaled[3],
      recurrentBias: scaled[4], initial: initial, starts: starts, reset: reset)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let scaled = inputs.map { $0.map { $0 / 4 } }
    return naiveGRU(
      scaled[0], scaled[1], scaled[2], scaled[3], scaled[4], hasInitial ? scaled[5] : nil,
      starts: starts(inputs[0].rows, seed), reset: reset)
  }
}

/// A GRU row by row, as its formula has it.
func naiveGRU(
  _ x: Tensor<Double>, _ w: Tensor<Double>, _ u: Tensor<Double>, _ b: Tensor<Double>,
  _ c: Tensor<Double>, _ initial: Tensor<Double>? = nil, starts: [Int], reset: GRUReset
) -> Tensor<Double> {
  let (k, h) = (w.rows, u.rows)
  var y = Tensor<Double>(zeros: [x.rows, h])
  func sigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }
  for (sequence, (start, end)) in zip(starts, starts.dropFirst()).enumerated() {
    var state = (0..<h).map { initial?[sequence, $0] ?? 0 }
    for t in start..<end {
      func input(_ column: Int) -> Double {
        (0..<k).reduce(b[column]) { $0 + x[t, $1] * w[$1, column] }
      }
      func recurrent(_ column: Int, of state: [Double]) -> Double {
        (0..<h).reduce(c[column]) { $0 + state[$1] * u[$1, column] }
      }
      let r = (0..<h).map { sigmoid(input($0) + recurrent($0, of: state)) }
      let z = (0..<h).map { sigmoid(input(h + $0) + recurrent(h + $0, of: state)) }
      let resetState = (0..<h).map { r[$0] * state[$0] }
      state = (0..<h).map { j in
        let q =
          reset == .afterProduct
          ? r[j] * recurrent(2 * h + j, of: state) : recurrent(2 * h + j, of: resetState)
        let e = exponential(-2 * (input(2 * h + j) + q))
        return (1 - z[j]) * (1 - e) / (1 + e) + z[j] * state[j]
      }
      for j in 0..<h { y[t, j] = state[j] }
    }
  }
  return y
}

extension Tape {
  fileprivate mutating func scaled(_ x: Variable, by factor: S) -> Variable {
    var y = self[x]
    y.assign(self[x], times: factor)
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { $0.add(yBar, times: factor) }
    }
  }
}
