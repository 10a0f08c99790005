public import Gradients
public import Ranking
public import Recommenders
public import Tensors

/// A fitted item-item matrix `W [n, n]`: an item scores what the items of a history say for it.
///
///     s = x W,    x[i] = 1, or 2^(-age / halfLife) with decay
///
/// over the different items i of the history, whose age is the number of its events since i was last
/// met. Where s is exactly 0, nothing speaks for or against an item, and popularity decides:
///
///     score(j) = s[j], or m count[j] / (events + 1) where s[j] = 0
///
/// with `count` and `events` those of training and `m` the smallest size of another s of the same
/// history, 1 without any. So no two scores that differ are exchanged, and who has no history is
/// recommended what is popular. An item that training never met stays at 0.
///
/// Made by the `fit` of ``ItemKNN`` or ``EASE``, or of weights. Its numbers never change: only histories
/// grow. O(|history| n) a score of every item with a dense matrix; with a sparse one O(n + entries in the
/// rows of the history).
public struct ItemItemModel: Sendable {
  /// `items.weight`, or `neighbours.item` and `neighbours.similarity`; and `items.count`.
  public let weights: Weights<Float>
  /// After how many later events of its user an item counts half; nil where all count alike.
  public let halfLife: Double?

  private let matrix: ItemItemMatrix
  /// `count / (events + 1)`
  private let popularity: [Float]

  /// A model of numbers that an estimator has found.
  ///
  /// - Precondition: the parameters of an ``ItemItemEstimator`` are there, in their shapes; a half-life
  ///   above 0.
  /// - Throws: ``ItemItemError`` where a neighbour is no item, or a count is negative.
  public init(weights: Weights<Float>, halfLife: Double? = nil) throws(ItemItemError) {
    precondition(halfLife.map { $0 > 0 } != false, "a half-life of \(halfLife ?? 0) events")
    guard let counts = weights["items.count"] else {
      preconditionFailure("no items.count among \(weights.paths)")
    }
    self.weights = weights
    self.halfLife = halfLife
    matrix = try ItemItemMatrix(weights)
    if let item = counts.elements.firstIndex(where: { $0 < 0 }) {
      throw .negativeCount(counts[item], of: item)
    }
    let events = counts.elements.reduce(0) { $0 + Double($1) }
    popularity = counts.elements.map { Float(Double($0) / (events + 1)) }
    precondition(
      matrix.itemCount == itemCount, "\(matrix.itemCount) items, of which \(itemCount) are counted")
  }

  /// The number of items n that training knew.
  public var itemCount: Int { popularity.count }

  /// The best-scored items after a history, whoever it belongs to, best first; equal scores by
  /// ascending item.
  ///
  /// - Parameters:
  ///   - count: how many; fewer come where fewer are left.
  ///   - history: what happened so far, oldest first. Items that training did not know are passed over.
  ///   - seen: whether items of the history may be recommended.
  /// - Complexity: one score of every item and O(n log count).
  public func recommend(
    _ count: Int, afterHistory history: [Int], seen: SeenItems = .filtered, workers: Workers = .one
  ) -> [Recommendation] {
    let history = history.map { Int32(clamping: $0) }
    var scores = Tensor<Float>(zeros: [1, itemCount])
    score([history], into: &scores, on: workers)
    let items = scores.topItems(count, excluding: seen == .filtered ? history : [])
    return zip(items, shares(of: items, after: history)).map {
      Recommendation(item: $0, score: scores[0, $0], shares: $1)
    }
  }

  /// The score of every item after each history, `scores [histories.count, n]`.
  func score(_ histories: [[Int32]], into scores: inout Tensor<Float>, on workers: Workers) {
    let rows = SparseMatrix(columns: itemCount, rows: histories.map(row))
    matrix.multiply(rows, into: &scores, on: workers)
    for row in histories.indices { fillWithPopularity(row, of: &scores) }
  }

  /// What of a score is of the `history` and what `popularity`.
  func shares(of items: [Int], after history: [Int32]) -> [[ScoreShare]] {
    var sums = Tensor<Float>(zeros: [1, itemCount])
    matrix.multiply(
      SparseMatrix(columns: itemCount, rows: [row(of: history)]), into: &sums, on: .one)
    return items.map { item in
      let sum = Double(sums[0, item])
      let rest = sum == 0 ? Double(popularity[item]) : 0
      return .shares([("history", sum), ("popularity", rest)])
    }
  }

  /// `x` of a history.
  private func row(of history: [Int32]) -> [(column: Int, value: Float)] {
    var latest: [Int32: Float] = [:]
    for (age, item) in history.reversed().enumerated() {
      guard (0..<Int32(itemCount)).contains(item), latest[item] == nil else { continue }
      latest[item] = halfLife.map { Float(exponential(-Double(age) / $0 * logarithm(2))) } ?? 1
    }
    return latest.sorted { $0.key < $1.key }.map { (Int($0.key), $0.value) }
  }

  private func fillWithPopularity(_ row: Int, of scores: inout Tensor<Float>) {
    var smallest = Float.infinity
    for item in 0..<itemCount where scores[row, item] != 0 {
      smallest = min(smallest, abs(scores[row, item]))
    }
    let unit = smallest == .infinity ? 1 : smallest
    for item in 0..<itemCount where scores[row, item] == 0 {
      scores[row, item] = unit * popularity[item]
    }
  }
}
