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
    try self.init(
      of: target, in: scores, row: row, excluding: excluded,
      counts: scores.counts(row: row, against: scores[row, target]))
  }

  /// Ranks `target` in every row; see ``init(of:in:row:excluding:)``.
  static func inEveryRow(
    of target: Int, in scores: Tensor<Float>, excluding excluded: some Sequence<Int32>
  ) throws(RankingError) -> [Rank] {
    var ranks: [Rank] = []
    for (row, counts) in scores.counts(againstColumn: target).enumerated() {
      ranks.append(
        try Rank(of: target, in: scores, row: row, excluding: excluded, counts: counts))
    }
    return ranks
  }

  /// - Parameter counts: of the whole row.
  private init(
    of target: Int, in scores: Tensor<Float>, row: Int, excluding excluded: some Sequence<Int32>,
    counts: ThresholdCounts
  ) throws(RankingError) {
    let count = scores.columns
    let score = scores[row, target]
    var counts = counts
    guard counts.notANumber == 0 else {
      throw RankingError(notANumber: counts.notANumber, count: count)
    }
    var excludedCount = 0
    var targetIsExcluded = false
    for item in excluded where (0..<count).contains(Int(item)) {
      excludedCount += 1
      let other = scores[row, Int(item)]
      if other > score { counts.greater -= 1 }
      if other == score { counts.equal -= 1 }
      if item == target { targetIsExcluded = true }
    }
    guard !targetIsExcluded else {
      self.init(pessimistic: count, optimistic: count - excludedCount + 1)
      return
    }
    self.init(
      pessimistic: counts.greater + counts.equal, optimistic: counts.greater + 1)
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
