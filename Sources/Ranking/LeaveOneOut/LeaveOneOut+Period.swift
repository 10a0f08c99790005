import Interactions
import Tensors

extension LeaveOneOut {
  /// Validation or test.
  struct Period: Sendable {
    /// The events to be predicted, one a user, by ascending user; the negatives are by place, too.
    let events: [Interaction]
    /// The users' items, those of the full ranking's candidates left out; the target may be among them.
    let known: UserItemSets
    let negatives: [SampledNegatives]

    func ranks<S: Scorer & ~Copyable>(
      _ scorer: borrowing S, _ batchSize: Int, _ progress: ((Int) -> Void)?
    ) throws -> LeaveOneOutResult {
      precondition(batchSize >= 1, "batches of \(batchSize) users")
      let sets = negatives.map { CandidateSet.sampled($0.count) }
      var full: [Rank] = []
      var unfiltered: [Rank] = []
      var sampled = [[Rank]](repeating: [], count: negatives.count)
      for start in stride(from: 0, to: events.count, by: batchSize) {
        try Task.checkCancellation()
        let batch = start..<min(start + batchSize, events.count)
        var questions = batch.map { Question(of: events[$0].user, at: events[$0].timestamp) }
        // A single row would take kernels of its own, and other last bits than the same row among others.
        if questions.count == 1 { questions.append(questions[0]) }
        var scores = Tensor<Float>(zeros: [questions.count, scorer.itemCount])
        scorer.score(questions, into: &scores)
        for (row, place) in batch.enumerated() {
          func rank(_ candidates: CandidateSet) throws -> Rank {
            try self.rank(at: place, in: scores, row: row, candidates)
          }
          unfiltered.append(try rank(.unfiltered))
          full.append(try rank(.full))
          for (number, set) in sets.enumerated() { sampled[number].append(try rank(set)) }
        }
        progress?(batch.upperBound)
      }
      var ranks = Dictionary(uniqueKeysWithValues: zip(sets, sampled))
      ranks[.full] = full
      ranks[.unfiltered] = unfiltered
      return LeaveOneOutResult(
        users: events.map(\.user), candidateSets: sets + [.full, .unfiltered], ranks: ranks,
        shortUserCounts: Dictionary(
          uniqueKeysWithValues: zip(sets, negatives.map(\.shortUserCount))))
    }

    /// The rank of the target at that place in a row of scores.
    ///
    /// - Precondition: samples of that size were drawn.
    func rank(
      at place: Int, in scores: Tensor<Float>, row: Int, _ candidates: CandidateSet
    ) throws(RankingError) -> Rank {
      let target = events[place].item
      switch candidates {
      case .sampled(let count):
        guard let negatives = negatives.first(where: { $0.count == count }) else {
          preconditionFailure("no \(count) negatives were drawn")
        }
        return try Rank(of: target, in: scores, row: row, among: negatives[place])
      case .full:
        let others = known[events[place].user].lazy.filter { $0 != target }
        return try Rank(of: target, in: scores, row: row, excluding: others)
      case .unfiltered:
        return try Rank(of: target, in: scores, row: row, excluding: EmptyCollection())
      }
    }
  }
}
