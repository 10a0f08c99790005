public import SeqRec

extension Laws {
  /// The laws of a recommender that counts instead of being trained.
  ///
  /// ```swift
  /// Laws.ofLiveRecommender(traits: .learnsFromOthers) { Popularity(after: $0) }
  /// ```
  public static func ofLiveRecommender<Session: LiveRecommender & SendableMetatype & ~Copyable>(
    traits: ModelTraits = [], _ begin: @escaping @Sendable (InteractionLog) throws -> Session
  ) -> [Law] {
    let subject = "\(Session.self)"
    let check = LiveCheck<Session> { _ in begin }
    return check.laws(subject, traits) + [
      Law("items' numbers change nothing", of: subject, check.ignoresNumbersOfItems)
    ]
  }
}
