import Interactions
public import Ranking
import Tensors

/// A recommender that lives through a stream: it absorbs each event without training and recommends
/// from what it knows at that moment.
///
/// A session has one owner, since it cannot be copied. Tasks share it through an actor, which has one of them at a
/// time: whoever asks gets what there was before an event or after it.
///
/// ```swift
/// actor Service {
///   private var live: LiveAutoSeqRec
///
///   init(_ live: consuming LiveAutoSeqRec) { self.live = live }
///
///   func observe(_ event: Interaction) { live.observe(event) }
///   func recommend(_ count: Int, for user: Int) -> [Recommendation] {
///     live.recommend(count, for: user)
///   }
/// }
/// ```
///
/// A session that nobody changes any more may be asked by many tasks at the same time.
public protocol LiveRecommender: Scorer, ~Copyable {
  /// The items that a user already has, by their first interaction.
  func seenItems(of user: Int) -> [Int32]

  /// Whether anything is known that this user's scores could come from. Nobody else is recommended
  /// anything, and their scores say nothing.
  func canScore(_ user: Int) -> Bool

  /// What the scores of these items are made of, in the order given.
  func shares(of items: [Int], for question: Question) -> [[ScoreShare]]

  /// What the scores of a question look back on; nil for a user without a known item and, unless a
  /// recommender says otherwise, for everybody: most attend to nothing.
  func attention(for question: Question) -> Attention?
}

extension LiveRecommender where Self: ~Copyable {
  /// Nil.
  public func attention(for question: Question) -> Attention? { nil }

  /// The best-scored items for a user, best first; equal scores by ascending item. None for somebody whom
  /// the recommender cannot score.
  ///
  /// - Parameters:
  ///   - count: how many; fewer come where fewer are left.
  ///   - timestamp: when; the moment of the user's last event unless told otherwise.
  ///   - seen: whether items that the user already has may be recommended.
  /// - Complexity: one score of every item and O(n log count).
  public func recommend(
    _ count: Int, for user: Int, at timestamp: Double? = nil, seen: SeenItems = .filtered
  ) -> [Recommendation] {
    guard canScore(user) else { return [] }
    let question = Question(of: user, at: timestamp)
    var scores = Tensor<Float>(zeros: [1, itemCount])
    score([question], into: &scores)
    let items = scores.topItems(count, excluding: seen == .filtered ? seenItems(of: user) : [])
    return zip(items, shares(of: items, for: question)).map { item, shares in
      Recommendation(item: item, score: scores[0, item], shares: shares)
    }
  }
}
