/// Reads the bytes of a file of fields into columns, in one pass.
struct FieldParser {
  private var scanner: FieldScanner
  private let format: FieldFormat
  private var ids = IDTable()
  private var builders: [ColumnBuilder] = []

  init(_ bytes: [UInt8], format: FieldFormat) {
    scanner = FieldScanner(
      bytes, separator: format.separator, from: ByteOrderMark.utf8.length(in: bytes))
    self.format = format
  }

  mutating func table() throws(Fault) -> FieldTable {
    var fields: [Field] = []
    guard try scanner.nextLine(into: &fields) else {
      throw Fault(offset: 0, expected: "fields of items or users", found: "an empty file")
    }
    let fixed = FieldSchema.fixed(format)
    let schema = if let fixed { fixed } else { try scanner.schema(ofHeader: fields, format) }
    builders = schema.columns.map(ColumnBuilder.init)
    if fixed != nil { try read(fields, schema) }
    while try scanner.nextLine(into: &fields) { try read(fields, schema) }
    guard ids.count > 0 else {
      throw Fault(
        offset: scanner.bytes.count, expected: "a line after the header",
        found: "the end of the file")
    }
    return FieldTable(
      ids: Vocabulary((0..<ids.count).map(ids.string)), columns: builders.map(\.column))
  }

  private mutating func read(_ fields: [Field], _ schema: FieldSchema) throws(Fault) {
    guard fields.count == schema.fieldCount else {
      let isMore = fields.count > schema.fieldCount
      throw Fault(
        offset: isMore
          ? fields[schema.fieldCount].offset : fields[fields.count - 1].end,
        expected: counted(schema.fieldCount, "field"), found: "\(fields.count)")
    }
    let known = ids.count
    let field = fields[schema.id]
    _ = try scanner.id(in: field, of: "an id", &ids)
    guard ids.count > known else {
      throw Fault(
        offset: field.offset, expected: "each id once",
        found: "\(quoted(scanner.content(of: field))) again")
    }
    for place in builders.indices { try builders[place].read(fields, scanner) }
  }
}
