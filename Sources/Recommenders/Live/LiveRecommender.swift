import Interactions
public import Ranking
import Tensors

/// A recommender that lives through a stream: it absorbs each event without training and recommends
/// from what it knows at that moment.
public protocol LiveRecommender: Scorer, ~Copyable {
  /// The items that a user already has, by their first interaction.
  func seenItems(of user: Int) -> [Int32]

  /// What the scores of these items are made of, in the order given.
  func shares(of items: [Int], for user: Int) -> [[ScoreShare]]
}

extension LiveRecommender where Self: ~Copyable {
  /// The best-scored items for a user, best first; equal scores by ascending item.
  ///
  /// - Parameters:
  ///   - count: how many; fewer come where fewer are left.
  ///   - seen: whether items that the user already has may be recommended.
  /// - Complexity: one score of every item and O(n log count).
  public func recommend(
    _ count: Int, for user: Int, seen: SeenItems = .filtered
  ) -> [Recommendation] {
    var scores = Tensor<Float>(zeros: [1, itemCount])
    score([user], into: &scores)
    let items = scores.topItems(count, excluding: seen == .filtered ? seenItems(of: user) : [])
    return zip(items, shares(of: items, for: user)).map { item, shares in
      Recommendation(item: item, score: scores[0, item], shares: shares)
    }
  }
}

/// An item to recommend.
public struct Recommendation: Hashable, Sendable {
  /// The item.
  public let item: Int
  /// Its score; comparable only within one list.
  public let score: Float
  /// What the score is made of.
  public let shares: [ScoreShare]
}

/// The share that one term has in a score.
public struct ScoreShare: Hashable, Sendable {
  /// The term's name, as `two-hop`.
  public let term: String
  /// Between 0 and 1; the shares of a score add up to 1, or are all 0 where the score is 0.
  public let share: Double

  /// A share of a term.
  public init(term: String, share: Double) {
    self.term = term
    self.share = share
  }
}
