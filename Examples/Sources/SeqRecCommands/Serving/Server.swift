import SeqRec

/// A session that speaks of users and items by their ids.
struct Server {
  private(set) var users: GrowingVocabulary
  private(set) var items: GrowingVocabulary
  private let session: any LiveSession
  private let seen: SeenItems
  /// What the items are called, where that was asked for.
  let titles: ItemTitles?
  /// The time of the log's last event, which counts for all that follow.
  private let now: Double

  init(
    _ session: any LiveSession, log: InteractionLog, seen: SeenItems, titles: ItemTitles? = nil
  ) {
    self.titles = titles
    self.session = session
    self.seen = seen
    users = GrowingVocabulary(log.users)
    items = GrowingVocabulary(log.items)
    now = log.events.last?.timestamp ?? 0
  }

  /// An unknown user is somebody without history, and stays unknown; nil where the model has nothing to
  /// say to somebody like that.
  func recommend(_ count: Int, for user: String) -> Answer? {
    let index = users.index(of: user) ?? users.count
    guard session.canScore(index) else { return nil }
    let recommendations = session.recommend(count, for: index, seen: seen)
    return Answer(
      user: user, items: recommendations.map { (items[$0.item], $0) }, titles: titles)
  }

  /// Users and items may be new.
  mutating func observe(_ user: String, _ item: String) {
    session.observe(
      Interaction(user: users.intern(user), item: items.intern(item), timestamp: now))
  }
}
