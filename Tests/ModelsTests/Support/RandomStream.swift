import SeqRec

typealias Record = (user: String, item: String, timestamp: Double)

extension SplitMix64 {
  mutating func int(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Events of few users and items, so that users, items and pairs repeat, and new ones of each still
/// come late.
func randomRecords(_ number: Int, events: Int, users: Int = 8, items: Int = 30) -> [Record] {
  var generator = Seed(11).child(number).generator()
  return (0..<events).map { time in
    // Squares favour low numbers.
    let (u, i) = (generator.uniform(), generator.uniform())
    return ("u\(Int(u * u * Double(users)))", "i\(Int(i * i * Double(items)))", Double(time / 2))
  }
}

/// A model with random weights, large enough for every part of the score to matter.
func randomModel(
  itemCount: Int, width: Int = 6, seed: Int = 1, options: AutoSeqRec.Options = .init()
) -> Trained<AutoSeqRec> {
  randomWeights(AutoSeqRec(itemCount: itemCount, width: width, options: options), seed)
}

/// Any model with such weights.
func randomWeights<M: TrainableModel>(_ model: M, _ seed: Int) -> Trained<M> {
  Trained(
    model,
    weights: Weights(
      model.parameters.map {
        var generator = Seed(12).child(seed).child($0.path).generator()
        return (
          $0.path,
          Tensor(
            (0..<$0.shape.elementCount).map { _ in Float(generator.uniform() - 0.45) },
            shape: $0.shape)
        )
      }))
}

/// A small log of the shape of real ones.
func smallLog(users: Int = 60, items: Int = 40, eventsPerUser: Int = 12) -> InteractionLog {
  var synthetic = SyntheticLog()
  synthetic.users = users
  synthetic.items = items
  synthetic.clusters = 4
  synthetic.eventsPerUser = eventsPerUser
  return synthetic.log(seed: Seed(5))
}

extension LiveRecommender where Self: ~Copyable {
  /// The score of every item.
  func scores(of user: Int) -> Tensor<Float> {
    var scores = Tensor<Float>(zeros: [1, itemCount])
    score([Question(of: user)], into: &scores)
    return scores
  }
}

/// Whether each element is within a share of the expected one.
func isClose(_ found: [Float], to expected: [Double], relative: Double) -> Bool {
  found.count == expected.count
    && zip(found, expected).allSatisfy { abs(Double($0) - $1) <= relative * abs($1) }
}
