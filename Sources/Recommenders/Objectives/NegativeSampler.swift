package import Interactions
package import Tensors

/// Draws what an objective wants against the targets of a batch.
package struct NegativeSampler: Sendable {
  private let sampling: NegativeSampling
  /// Of what a user has not met; where that is drawn.
  private let unmet: UniformNegatives?
  /// By counts; where that is drawn.
  private let counted: CountedNegatives?

  /// Draws from the items of a log. O(events).
  package init(_ sampling: NegativeSampling, of log: InteractionLog) {
    self.sampling = sampling
    switch sampling {
    case .none: (unmet, counted) = (nil, nil)
    case .perQuestion, .perSequence: (unmet, counted) = (UniformNegatives(rejecting: log), nil)
    case .perBatch(_, let exponent, _):
      (unmet, counted) = (nil, log.count == 0 ? nil : CountedNegatives(of: log, exponent: exponent))
    }
  }

  /// The fewest questions that have a negative each.
  package var fewestQuestions: Int {
    if case .perBatch(0, _, _) = sampling { 2 } else { 1 }
  }

  /// Targets with what is drawn against them.
  ///
  /// - Parameter counts: how many questions each of the users asks, one after the other.
  package func targets(
    _ items: [Int32], of users: [Int32], counts: [Int], seed: Seed
  ) -> Targets {
    var generator = seed.generator()
    switch sampling {
    case .none:
      return Targets(items)
    case .perQuestion(let count):
      var negatives: [Int32] = []
      guard let unmet else { return Targets(items) }
      negatives.reserveCapacity(items.count * count)
      for (user, questions) in zip(users, counts) {
        for _ in 0..<questions * count {
          negatives.append(unmet.draw(for: Int(user), using: &generator))
        }
      }
      return Targets(items, negatives: negatives)
    case .perSequence(let count):
      guard let unmet else { return Targets(items) }
      var first = 0
      let shared = zip(users, counts).map { user, questions in
        defer { first += questions }
        return SharedNegatives(
          questions: first..<first + questions,
          items: unmet.drawDistinct(count, for: Int(user), using: &generator))
      }
      return Targets(items, shared: shared)
    case .perBatch(let count, let exponent, let withTargets):
      guard let counted, !items.isEmpty else { return Targets(items) }
      let drawn = (0..<count).map { _ in counted.draw(using: &generator) }
      let own = items.map { counted.logCount(of: $0) }
      let others = drawn.map { exponent * counted.logCount(of: $0) }
      let negatives = SharedNegatives(
        questions: 0..<items.count, items: (withTargets ? items : []) + drawn,
        logLikelihoods: (withTargets ? own : []) + others)
      return Targets(
        items, shared: [negatives],
        logLikelihoods: withTargets ? own : own.map { exponent * $0 })
    }
  }
}
