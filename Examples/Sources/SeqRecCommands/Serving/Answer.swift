import SeqRec

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
}
