import Interactions
import Tensors

extension LeaveOneOut {
  /// Validation or test.
  struct Period: Sendable {
    let users: [Int]
    /// The event to be predicted by place in `users`, as are the negatives.
    let events: [Interaction]
    /// The users' items, those of the full ranking's candidates left out; the target may be among them.
    let known: UserItemSets
    let negatives: [SampledNegatives]

    func ranks<S: Scorer & ~Copyable>(
      _ scorer: borrowing S, _ itemCount: Int, _ batchSize: Int, _ progress: ((Int) -> Void)?
    ) throws -> LeaveOneOutResult {
      precondition(batchSize >= 1, "batches of \(batchSize) users")
      precondition(
        scorer.itemCount == itemCount, "a scorer of \(scorer.itemCount) items for \(itemCount)")
      var full: [Rank] = []
      var unfiltered: [Rank] = []
      var sampled = [[Rank]](repeating: [], count: negatives.count)
      for start in stride(from: 0, to: users.count, by: batchSize) {
        try Task.checkCancellation()
        let batch = start..<min(start + batchSize, users.count)
        var scores = Tensor<Float>(zeros: [batch.count, itemCount])
        let questions = batch.map { Question(of: events[$0].user, at: events[$0].timestamp) }
        scorer.score(questions, into: &scores)
        for (row, place) in batch.enumerated() {
          let target = events[place].item
          let others = known[users[place]].lazy.filter { $0 != target }
          unfiltered.append(
            try Rank(of: target, in: scores, row: row, excluding: EmptyCollection()))
          full.append(try Rank(of: target, in: scores, row: row, excluding: others))
          for (number, negatives) in negatives.enumerated() {
            sampled[number].append(
              try Rank(of: target, in: scores, row: row, among: negatives[place]))
          }
        }
        progress?(batch.upperBound)
      }
      let sets = negatives.map { CandidateSet.sampled($0.count) }
      var ranks = Dictionary(uniqueKeysWithValues: zip(sets, sampled))
      ranks[.full] = full
      ranks[.unfiltered] = unfiltered
      return LeaveOneOutResult(
        users: users, candidateSets: sets + [.full, .unfiltered], ranks: ranks,
        shortUserCounts: Dictionary(
          uniqueKeysWithValues: zip(sets, negatives.map(\.shortUserCount))))
    }
  }
}
