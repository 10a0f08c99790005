/// Which field of a line holds what.
struct FieldSchema {
  /// What is in a column, and how it is written.
  enum Kind {
    case text
    case token
    /// Between bytes of that kind.
    case tokens(UInt8)
    case number
    /// Between spaces.
    case numbers
    /// Whole numbers as Python writes a list of them.
    case list
    /// As many fields of 0 or 1, for tokens of those names.
    case flags([String])
  }

  struct Column {
    let name: String
    let kind: Kind
    /// The first field.
    let place: Int
  }

  let fieldCount: Int
  /// The field of the id.
  let id: Int
  let columns: [Column]

  /// Columns behind the id, one behind the other.
  private init(_ columns: [(name: String, kind: Kind)]) {
    var place = 1
    var placed: [Column] = []
    for (name, kind) in columns {
      placed.append(Column(name: name, kind: kind, place: place))
      if case .flags(let names) = kind { place += names.count } else { place += 1 }
    }
    (fieldCount, id, self.columns) = (place, 0, placed)
  }

  /// The columns of a header around its id.
  init(id: Int, columns: [(name: String, kind: Kind)]) {
    (fieldCount, self.id) = (columns.count, id)
    self.columns = columns.enumerated().compactMap { place, column in
      place == id ? nil : Column(name: column.name, kind: column.kind, place: place)
    }
  }

  /// What files without a header hold; nil for the others.
  static func fixed(_ format: FieldFormat) -> FieldSchema? {
    switch format {
    case .movieLens100KItems:
      FieldSchema([
        ("title", .text), ("release_date", .text), ("video_release_date", .text), ("url", .text),
        ("genres", .flags(genres)),
      ])
    case .movieLens100KUsers:
      FieldSchema([
        ("age", .number), ("gender", .token), ("occupation", .token), ("zip", .token),
      ])
    case .movieLens1MItems:
      FieldSchema([("title", .text), ("genres", .tokens(ASCII.bar))])
    case .movieLens1MUsers:
      FieldSchema([
        ("gender", .token), ("age", .number), ("occupation", .token), ("zip", .token),
      ])
    case .recBole, .reChorus, .csv, .automatic: nil
    }
  }

  /// In the order of the flags of `u.item`.
  private static let genres = [
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
  ]
}

extension FieldScanner {
  /// What a header says of the columns.
  func schema(ofHeader line: [Field], _ format: FieldFormat) throws(Fault) -> FieldSchema {
    var columns: [(name: String, kind: FieldSchema.Kind)] = []
    for field in line {
      if format == .recBole {
        let column = try typedName(in: field)
        let kind: FieldSchema.Kind =
          switch column.kind {
          case .token: .token
          case .tokens: .tokens(ASCII.space)
          case .number: .number
          case .numbers: .numbers
          }
        columns.append((column.name, kind))
      } else {
        try checkLength(ofName: field)
        let name = try text(in: field, of: "a column's name")
        guard !name.isEmpty else {
          throw Fault(
            offset: field.offset, expected: "a column's name", found: "an empty field")
        }
        let kind: FieldSchema.Kind =
          format == .csv ? .text : name.hasPrefix("r_") ? .list : .token
        columns.append((name, kind))
      }
    }
    let id = columns.firstIndex { column in
      [.item, .user].contains(InteractionColumn(name: column.name))
    }
    guard let id else {
      throw Fault(
        offset: line[0].offset, expected: "a header with an item or a user column",
        found: quoted(text(of: line)), hint: "names such as item_id and user_id are known")
    }
    return FieldSchema(id: id, columns: columns)
  }
}
