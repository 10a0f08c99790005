/// How a file of interactions is written.
///
/// The raw values are the names that programs may show to their users.
public enum InteractionFormat: String, CaseIterable, Sendable {
  /// What the first line looks like: RecBole's where it has tabs and a typed header, TSV where it has
  /// tabs, CSV where it has commas, MovieLens-1M's where it has neither and holds `::`. Times may be
  /// missing only under a header, so that lines of user and item alone are never taken for a log.
  case automatic = "auto"
  /// `u.data`: user, item, rating and timestamp between tabs, without a header.
  case movieLens100K = "movielens-100k"
  /// `ratings.dat`: user, item, rating and timestamp between `::`, without a header.
  case movieLens1M = "movielens-1m"
  /// Fields separated by commas; a field may stand in double quotes (RFC 4180).
  case csv
  /// Fields separated by tabs, without quoting.
  case tsv
  /// `.inter`: tabs, under a header such as `user_id:token item_id:token rating:float timestamp:float`.
  case recBole = "recbole"
  /// Lines of a user and an item between spaces, in time order.
  case sasRec = "sasrec"
  /// Lines of a user and all items that they met, in time order, between spaces.
  case sasRecHistories = "sasrec-histories"
  /// Tabs, under a header such as `user_id item_id time`; `neg_items` and other columns are ignored.
  case reChorus = "rechorus"

  /// Whether whoever reads a file may say what its columns are; in the other formats the file does.
  public var allowsNamedColumns: Bool {
    switch self {
    case .automatic, .movieLens100K, .movieLens1M, .csv, .tsv, .sasRec: true
    case .recBole, .sasRecHistories, .reChorus: false
    }
  }
}

extension InteractionFormat {
  /// How it is known what a field means.
  enum Meaning {
    /// From a header or from the number of fields.
    case inferred
    /// From a header of names.
    case header
    /// From a header of names and types.
    case typedHeader
    /// By its place.
    case fixed([InteractionColumn])
  }

  var separator: Separator {
    switch self {
    case .automatic, .csv: .comma
    case .movieLens100K, .tsv, .recBole, .reChorus: .tab
    case .movieLens1M: .colons
    case .sasRec, .sasRecHistories: .spaces
    }
  }

  var meaning: Meaning {
    switch self {
    case .automatic, .csv, .tsv: .inferred
    case .movieLens100K, .movieLens1M: .fixed([.user, .item, .rating, .timestamp])
    case .sasRec, .sasRecHistories: .fixed([.user, .item])
    case .reChorus: .header
    case .recBole: .typedHeader
    }
  }

  /// What lines of more words than two may be.
  static let hintOnWords =
    "a user with all their items on a line is the format \(sasRecHistories.rawValue); columns between "
    + "spaces are the format \(sasRec.rawValue) with the columns named, such as user,item,timestamp"

  /// The format that a first line looks like, `sasRec` where it is words between spaces; nil where it has no
  /// separator that is known.
  init?(firstLine line: ArraySlice<UInt8>) {
    if line.contains(ASCII.tab) {
      self = line.split(separator: ASCII.tab).allSatisfy(TypedName.isOne) ? .recBole : .tsv
    } else if line.contains(ASCII.comma) {
      self = .csv
    } else if zip(line, line.dropFirst()).contains(where: { $0 == ASCII.colon && $1 == $0 }) {
      self = .movieLens1M
    } else if line.split(separator: ASCII.space).count >= 2 {
      self = .sasRec
    } else {
      return nil
    }
  }
}
