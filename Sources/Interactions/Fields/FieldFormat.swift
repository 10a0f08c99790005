/// How a file of fields is written.
public enum FieldFormat: String, CaseIterable, Sendable {
  /// What the first line looks like.
  case automatic = "auto"
  /// `u.item`: between `|`, without a header: `item_id`, `title`, `release_date`,
  /// `video_release_date`, `url`, and 19 flags that become one column `genres`.
  case movieLens100KItems = "movielens-100k-items"
  /// `u.user`: between `|`, without a header: `user_id`, `age`, `gender`, `occupation`, `zip`.
  case movieLens100KUsers = "movielens-100k-users"
  /// `movies.dat`: between `::`, without a header: `item_id`, `title`, `genres`.
  case movieLens1MItems = "movielens-1m-items"
  /// `users.dat`: between `::`, without a header: `user_id`, `gender`, `age`, `occupation`, `zip`.
  case movieLens1MUsers = "movielens-1m-users"
  /// `.item` and `.user`: tabs, under a header of names and types (`token`, `token_seq`, `float`,
  /// `float_seq`), of which one is the item's or the user's id.
  case recBole = "recbole"
  /// `item_meta.csv`: tabs, under a header of names. Columns `r_...` are lists of ids such as
  /// `[3, 17]`, all others tokens.
  case reChorus = "rechorus"
  /// Commas, under a header of names with an id among them; all others are texts.
  case csv

  /// The format that a first line looks like; nil where it is none that is known.
  init?(firstLine line: ArraySlice<UInt8>) {
    func fieldCount(_ separator: Separator) -> Int {
      guard separator.isDoubled else { return line.count { $0 == separator.byte } + 1 }
      return zip(line, line.dropFirst()).count { $0 == separator.byte && $1 == $0 } + 1
    }
    if line.contains(ASCII.tab) {
      self = line.split(separator: ASCII.tab).allSatisfy(TypedName.isOne) ? .recBole : .reChorus
      return
    }
    switch (fieldCount(.colons), fieldCount(.bar)) {
    case (3, _): self = .movieLens1MItems
    case (5, _): self = .movieLens1MUsers
    case (_, 24): self = .movieLens100KItems
    case (_, 5): self = .movieLens100KUsers
    default:
      guard line.contains(ASCII.comma) else { return nil }
      self = .csv
    }
  }

  var separator: Separator {
    switch self {
    case .movieLens100KItems, .movieLens100KUsers: .bar
    case .movieLens1MItems, .movieLens1MUsers: .colons
    case .recBole, .reChorus: .tab
    case .csv, .automatic: .comma
    }
  }

  /// Whether bytes that are not UTF-8 are Latin-1, in which GroupLens published.
  var mayBeLatin1: Bool {
    switch self {
    case .movieLens100KItems, .movieLens100KUsers, .movieLens1MItems, .movieLens1MUsers: true
    case .recBole, .reChorus, .csv, .automatic: false
    }
  }
}
