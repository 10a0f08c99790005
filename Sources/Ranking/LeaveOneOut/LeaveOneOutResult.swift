/// What the target of a user is ranked among.
public enum CandidateSet: Hashable, Sendable, CustomStringConvertible {
  /// So many sampled negatives and the target. Not comparable with any other number of negatives.
  case sampled(Int)
  /// All items but the others that the user is known to have.
  case full
  /// All items.
  case unfiltered

  /// `sampled(100)`, `full`, `unfiltered`.
  public var description: String {
    switch self {
    case .sampled(let count): "sampled(\(count))"
    case .full: "full"
    case .unfiltered: "unfiltered"
    }
  }
}

/// The ranks of one period of ``LeaveOneOut``: one a user for every set of candidates. The full ranking
/// is always among them.
public struct LeaveOneOutResult: Hashable, Sendable {
  /// The users, ascending. The ranks are in this order.
  public let users: [Int]
  /// The sets of candidates: the sampled ones in the order asked for, `full`, `unfiltered`.
  public let candidateSets: [CandidateSet]
  private let ranksBySet: [CandidateSet: [Rank]]
  private let shortUserCounts: [CandidateSet: Int]

  init(
    users: [Int], candidateSets: [CandidateSet], ranks: [CandidateSet: [Rank]],
    shortUserCounts: [CandidateSet: Int]
  ) {
    self.users = users
    self.candidateSets = candidateSets
    ranksBySet = ranks
    self.shortUserCounts = shortUserCounts
  }

  /// One rank a user.
  ///
  /// - Precondition: the set is one of ``candidateSets``.
  public func ranks(_ candidates: CandidateSet) -> [Rank] {
    guard let ranks = ranksBySet[candidates] else {
      preconditionFailure("\(candidates) is none of \(candidateSets)")
    }
    return ranks
  }

  /// How many users had fewer items left than negatives were asked for; their targets were ranked among
  /// all that were left. 0 for sets that are not sampled.
  public func shortUserCount(_ candidates: CandidateSet) -> Int {
    shortUserCounts[candidates] ?? 0
  }

  /// Metrics of the pessimistic ranks, every user counting the same.
  ///
  /// - Precondition: the set is one of ``candidateSets``.
  public func metrics(
    _ candidates: CandidateSet, cutoffs: [Int] = [5, 10, 20, 50]
  ) -> RankingMetrics {
    RankingMetrics(ranks: ranks(candidates).map(\.pessimistic), cutoffs: cutoffs)
  }

  /// Metrics of the optimistic ranks. A gap to ``metrics(_:cutoffs:)`` of more than 0.001 tells a
  /// degenerate scorer: constant or dead outputs.
  ///
  /// - Precondition: the set is one of ``candidateSets``.
  public func optimisticMetrics(
    _ candidates: CandidateSet, cutoffs: [Int] = [5, 10, 20, 50]
  ) -> RankingMetrics {
    RankingMetrics(ranks: ranks(candidates).map(\.optimistic), cutoffs: cutoffs)
  }
}
