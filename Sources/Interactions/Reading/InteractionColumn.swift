/// What a column of a file holds.
public enum InteractionColumn: Hashable, Sendable {
  /// The user's id: any text.
  case user
  /// The item's id: any text.
  case item
  /// A finite number, which is checked and then left out.
  case rating
  /// The time of the event: a number within 64 bits.
  case timestamp
  /// Anything.
  case ignored

  /// The meaning of a usual name: `user`, `user_id`, `userId`, RecBole's `user_id:token`,
  /// `reviewerID`, `movieId`, `asin`, `unixReviewTime`, ... Case, `_`, `-` and spaces do not count.
  /// Nil for a name that is not known; such columns of a header are ignored.
  public init?(name: String) {
    let letters = name.utf8.prefix { $0 != ASCII.colon }.filter { !"_- ".utf8.contains($0) }
    // Texts beyond ASCII are normalised to be hashed, in a time that may grow with the square of their length.
    guard letters.allSatisfy({ $0 < 0x80 }),
      let column = Self.known[String(decoding: letters, as: UTF8.self).lowercased()]
    else { return nil }
    self = column
  }

  private static let known: [String: InteractionColumn] = {
    let names: [InteractionColumn: [String]] = [
      .user: ["user", "userid", "uid", "reviewerid", "reviewer", "customerid", "visitorid"],
      .item: [
        "item", "itemid", "iid", "movieid", "movie", "asin", "parentasin", "productid", "product",
        "bookid", "businessid", "artistid", "trackid", "songid", "gameid", "newsid",
      ],
      .rating: ["rating", "ratings", "score", "overall", "stars"],
      .timestamp: ["timestamp", "time", "ts", "unixreviewtime", "unixtime"],
      .ignored: ["ignored", "ignore"],
    ]
    var known: [String: InteractionColumn] = [:]
    for (column, names) in names { for name in names { known[name] = column } }
    return known
  }()
}
