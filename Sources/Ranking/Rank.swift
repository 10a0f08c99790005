public import Tensors

/// A target's 1-based place among its candidates, and what ties leave open.
///
///     pessimistic = 1 + #(score > s) + #(other candidates with score = s)
///     optimistic  = 1 + #(score > s)
///
/// Reports use the pessimistic place; a scorer that is constant gains nothing from it.
public struct Rank: Hashable, Sendable {
  /// The place when the target stands behind everything that it ties with.
  public let pessimistic: Int
  /// The place when the target stands before everything that it ties with.
  public let optimistic: Int

  /// Both places.
  public init(pessimistic: Int, optimistic: Int) {
    self.pessimistic = pessimistic
    self.optimistic = optimistic
  }

  /// Ranks `target` among all items of a row of `scores [rows, n]` but those of `excluded`.
  ///
  /// Counts instead of sorting: O(n + excluded). A target that is itself excluded stands after every
  /// other candidate and ties with all that is excluded.
  ///
  /// - Parameter excluded: distinct items; those at or beyond `n` are ignored.
  /// - Precondition: `target` is in `0 ..< n`.
  /// - Throws: ``RankingError`` where a score of the row is NaN.
  public init(
    of target: Int, in scores: Tensor<Float>, row: Int = 0,
    excluding excluded: some Sequence<Int32>
  ) throws(RankingError) {
    self = try Rank.both(of: target, in: scores, row: row, excluding: excluded).filtered
  }

  /// The rank among all items, and the one among those that are not excluded; see
  /// ``init(of:in:row:excluding:)``.
  static func both(
    of target: Int, in scores: Tensor<Float>, row: Int, excluding excluded: some Sequence<Int32>
  ) throws(RankingError) -> (unfiltered: Rank, filtered: Rank) {
    let (count, score) = (scores.columns, scores[row, target])
    var left = ThresholdCounts()
    var (leftCount, leavesTarget) = (0, false)
    for item in excluded where (0..<count).contains(Int(item)) {
      let other = scores[row, Int(item)]
      leftCount += 1
      if other > score { left.greater += 1 }
      if other == score { left.equal += 1 }
      if item == target { leavesTarget = true }
    }
    let all = scores.counts(row: row, against: score)
    return (
      try Rank(all, of: count, without: ThresholdCounts(), of: 0, leavesTarget: false),
      try Rank(all, of: count, without: left, of: leftCount, leavesTarget: leavesTarget)
    )
  }

  /// Ranks `target` in every row; see ``init(of:in:row:excluding:)``.
  static func inEveryRow(
    of target: Int, in scores: Tensor<Float>, excluding excluded: some Sequence<Int32>
  ) throws(RankingError) -> [Rank] {
    let count = scores.columns
    let known = excluded.filter { (0..<count).contains(Int($0)) }
    let leavesTarget = known.contains(Int32(target))
    let all = scores.counts(againstColumn: target)
    let left = scores.counts(againstColumn: target, among: known)
    var ranks: [Rank] = []
    ranks.reserveCapacity(all.count)
    for (all, left) in zip(all, left) {
      ranks.append(
        try Rank(all, of: count, without: left, of: known.count, leavesTarget: leavesTarget))
    }
    return ranks
  }

  /// A place among all that was counted without what is left out.
  private init(
    _ all: ThresholdCounts, of count: Int, without left: ThresholdCounts, of leftCount: Int,
    leavesTarget: Bool
  ) throws(RankingError) {
    guard all.notANumber == 0 else {
      throw RankingError(notANumber: all.notANumber, count: count)
    }
    guard !leavesTarget else {
      self.init(pessimistic: count, optimistic: count - leftCount + 1)
      return
    }
    let greater = all.greater - left.greater
    self.init(pessimistic: greater + all.equal - left.equal, optimistic: greater + 1)
  }

  /// Ranks `target` among itself and `others` in a row of `scores [rows, n]`. O(others).
  ///
  /// Every element of `others` is a candidate: an item that comes twice counts twice, and the target
  /// ties with itself.
  ///
  /// - Precondition: `target` and `others` are in `0 ..< n`.
  /// - Throws: ``RankingError`` where a score of a candidate is NaN.
  public init(
    of target: Int, in scores: Tensor<Float>, row: Int = 0, among others: some Sequence<Int32>
  ) throws(RankingError) {
    let score = scores[row, target]
    var (count, notANumber, greater, equal) = (1, score.isNaN ? 1 : 0, 0, 0)
    for item in others {
      let other = scores[row, Int(item)]
      count += 1
      notANumber += other.isNaN ? 1 : 0
      greater += other > score ? 1 : 0
      equal += other == score ? 1 : 0
    }
    guard notANumber == 0 else { throw RankingError(notANumber: notANumber, count: count) }
    self.init(pessimistic: 1 + greater + equal, optimistic: 1 + greater)
  }
}

/// A score that is no number, which no rank can be made of.
public struct RankingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// How many scores are NaN.
  public let notANumber: Int
  /// How many scores there are.
  public let count: Int

  /// What went wrong.
  public var description: String {
    "\(notANumber) of \(count) scores are not a number; "
      + "the model has diverged or its weights are damaged"
  }
}
