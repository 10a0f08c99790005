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

/// What was recommended to a user, best first.
struct Answer {
  let user: String
  let items: [(id: String, recommendation: Recommendation)]
  let titles: ItemTitles?

  /// `{"user": ..., "items": [{"item": ..., "score": ..., "shares": {...}}]}`, with a `"title"` after the
  /// item where there are titles.
  var json: JSON {
    [
      "user": .string(user),
      "items": .array(
        items.map { id, recommendation in
          .object(
            [("item", .string(id))]
              + (titles.map { [("title", $0[id].map { .string($0) } ?? .null)] } ?? [])
              + [
                ("score", .number(recommendation.score)),
                (
                  "shares",
                  .object(recommendation.shares.map { (key: $0.term, value: .number($0.share)) })
                ),
              ])
        }),
    ]
  }

  /// `user`, `rank`, `item`, `score` and, where there are titles, `title` between tabs, a line for each item. What would break a line in an id
  /// is escaped with a backslash: `\t`, `\n`, `\r`, `\\`.
  var rows: String {
    func field(_ id: String) -> String {
      let escapes: [Unicode.Scalar: String] = ["\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"]
      return id.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
    return items.enumerated().map { rank, item in
      let title = titles.map { "\t" + field($0[item.id] ?? "") } ?? ""
      return
        "\(field(user))\t\(rank + 1)\t\(field(item.id))\t\(item.recommendation.score)\(title)\n"
    }.joined()
  }

  /// A table of ranks, items, titles, scores, and shares in percent.
  var table: String {
    let terms = items.first?.recommendation.shares.map(\.term) ?? []
    var table = TextTable(
      ["rank", "item"] + (titles == nil ? [] : ["title"]) + ["score"] + terms,
      leading: titles == nil ? [1] : [1, 2])
    for (rank, (id, recommendation)) in items.enumerated() {
      table.append(
        ["\(rank + 1)", id] + (titles.map { [$0[id] ?? ""] } ?? [])
          + [Double(recommendation.score).fixed(4)]
          + recommendation.shares.map { "\((100 * $0.share).fixed(1))%" })
    }
    return table.text
  }
}

/// The ids of a log and those that came later, numbered on from it.
struct GrowingVocabulary {
  private let base: Vocabulary
  private var laterIDs: [String] = []
  /// By bytes: a `String` would take different ids for one that look the same.
  private var later: [[UInt8]: Int] = [:]

  init(_ base: Vocabulary) {
    self.base = base
  }

  var count: Int { base.count + laterIDs.count }

  subscript(index: Int) -> String {
    index < base.count ? base[index] : laterIDs[index - base.count]
  }

  func index(of id: String) -> Int? {
    base.index(of: id) ?? later[Array(id.utf8)]
  }

  mutating func intern(_ id: String) -> Int {
    if let index = index(of: id) { return index }
    let index = count
    laterIDs.append(id)
    later[Array(id.utf8)] = index
    return index
  }
}
