import SeqRec

/// What a model recommends to a user at one moment, and why.
struct UserView {
  struct Item {
    let id: String
    let shares: [ScoreShare]
  }

  let user: String
  /// Best first; empty where the model has nothing to say.
  let items: [Item]
  /// What the scores look back on, ids oldest first, with the mean over heads by block; nil for models that
  /// do not attend.
  let attention: (items: [String], blocks: [[Double]])?

  /// How many items are recommended.
  static let length = 8

  init(of user: Int, in log: InteractionLog, _ session: any LiveSession, seen: SeenItems) {
    self.user = log.users[user]
    items = session.recommend(Self.length, for: user, seen: seen).map {
      Item(id: log.items[$0.item], shares: $0.shares)
    }
    attention = session.attention(for: user).map { attention in
      (attention.items.map { log.items[$0] }, attention.means)
    }
  }

  var json: JSON {
    .object([
      ("user", .string(user)),
      (
        "items",
        .array(
          items.map { item in
            [
              "item": .string(item.id),
              "shares": .object(item.shares.map { ($0.term, .number(Self.short($0.share))) }),
            ]
          })
      ), ("attention", attention.map(Self.json) ?? .null),
    ])
  }

  private static func json(_ attention: (items: [String], blocks: [[Double]])) -> JSON {
    [
      "items": .array(attention.items.map { .string($0) }),
      "blocks": .array(
        attention.blocks.map { .array($0.map { .number(short($0)) }) }),
    ]
  }

  /// What a page can show of a share.
  private static func short(_ share: Double) -> Double { (share * 1e5).rounded() / 1e5 }

  init?(_ json: JSON) {
    guard let user = json["user"]?.string else { return nil }
    self.user = user
    items = (json["items"]?.elements ?? []).compactMap { item in
      guard let id = item["item"]?.string else { return nil }
      let shares = (item["shares"]?.members ?? []).map { term, share in
        ScoreShare(term: term, share: share.number ?? 0)
      }
      return Item(id: id, shares: shares)
    }
    let attended = json["attention"]?["items"]?.elements?.compactMap(\.string) ?? []
    let blocks = (json["attention"]?["blocks"]?.elements ?? []).map {
      $0.elements?.compactMap(\.number) ?? []
    }
    let isWhole =
      !attended.isEmpty && !blocks.isEmpty && blocks.allSatisfy { $0.count == attended.count }
    attention = isWhole ? (attended, blocks) : nil
  }
}
