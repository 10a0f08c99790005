import SeqRec

/// A recommender that goes along with a stream.
protocol LiveSession: AnyObject {
  func recommend(_ count: Int, for user: Int, seen: SeenItems) -> [Recommendation]
  func attention(for user: Int) -> Attention?
  func observe(_ event: Interaction)
  func canScore(_ user: Int) -> Bool
}

/// A live recommender that can be kept and handed on.
final class LiveBox<Live: LiveRecommender & ~Copyable>: LiveSession {
  private var live: Live

  init(_ live: consuming Live) {
    self.live = live
  }

  func recommend(_ count: Int, for user: Int, seen: SeenItems) -> [Recommendation] {
    live.recommend(count, for: user, seen: seen)
  }

  func attention(for user: Int) -> Attention? { live.attention(for: Question(of: user)) }

  func observe(_ event: Interaction) {
    live.observe(event)
  }

  func canScore(_ user: Int) -> Bool { live.canScore(user) }
}
