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

  /// Ranks `target` among all items of `scores [1, n]` but those of `excluded`.
  ///
  /// Counts instead of sorting: O(n + excluded). A target that is itself excluded stands after every
  /// other candidate and ties with all that is excluded.
  ///
  /// - Parameter excluded: distinct items; those at or beyond `n` are ignored.
  /// - Precondition: `target` is in `0 ..< n`.
  /// - Throws: ``RankingError`` where a score is NaN.
  public init(
    of target: Int, in scores: Tensor<Float>, excluding excluded: some Sequence<Int32>
  ) throws(RankingError) {
    let count = scores.columns
    let score = scores[0, target]
    var counts = scores.counts(row: 0, against: score)
    guard counts.notANumber == 0 else {
      throw RankingError(notANumber: counts.notANumber, count: count)
    }
    var excludedCount = 0
    var targetIsExcluded = false
    for item in excluded where item < count {
      excludedCount += 1
      let other = scores[0, Int(item)]
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
