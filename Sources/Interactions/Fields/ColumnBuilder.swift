/// A column of a table while its file is read.
struct ColumnBuilder {
  private let schema: FieldSchema.Column
  /// What messages call a number of it.
  private let number: String
  private var texts: [String] = []
  private var tokens = RaggedRows<Int32>()
  private var numbers = RaggedRows<Double>()
  private var vocabulary = IDTable()

  init(_ schema: FieldSchema.Column) {
    self.schema = schema
    number = "\(schema.name) (a finite number)"
    if case .flags(let names) = schema.kind {
      for name in names { _ = vocabulary.intern(name) }
    }
  }

  /// Takes what a line says of the column.
  mutating func read(_ line: [Field], _ scanner: FieldScanner) throws(Fault) {
    let field = line[schema.place]
    let single = field.content.isEmpty ? [] : [field]
    switch schema.kind {
    case .text: texts.append(try scanner.text(in: field, of: schema.name))
    case .token: try append(tokens: single, scanner)
    case .tokens(let separator):
      try append(tokens: scanner.parts(of: field, between: separator), scanner)
    case .list: try append(tokens: try scanner.list(in: field, of: schema.name), scanner)
    case .flags(let names):
      var set: [Int32] = []
      for place in names.indices where try scanner.flag(in: line[schema.place + place]) {
        set.append(Int32(place))
      }
      tokens.append(set)
    case .number: try append(numbers: single, scanner)
    case .numbers: try append(numbers: scanner.parts(of: field, between: ASCII.space), scanner)
    }
  }

  private mutating func append(tokens fields: [Field], _ scanner: FieldScanner) throws(Fault) {
    var row: [Int32] = []
    for field in fields { row.append(try scanner.id(in: field, of: schema.name, &vocabulary)) }
    tokens.append(row)
  }

  private mutating func append(numbers fields: [Field], _ scanner: FieldScanner) throws(Fault) {
    var row: [Double] = []
    for field in fields { row.append(try scanner.value(in: field, of: number)) }
    numbers.append(row)
  }

  /// What has been read.
  var column: FieldColumn {
    let values: FieldValues =
      switch schema.kind {
      case .text: .texts(texts)
      case .number, .numbers: .numbers(numbers)
      case .token, .tokens, .list, .flags:
        .tokens(tokens, Vocabulary((0..<vocabulary.count).map(vocabulary.string)))
      }
    return FieldColumn(name: schema.name, values: values)
  }
}
