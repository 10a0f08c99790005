extension FieldTable {
  /// Reads what is known of items or of users from a file or pipe, one of them a line.
  ///
  /// Texts are UTF-8, or Latin-1 in files of MovieLens that are not UTF-8. An empty field is a row with
  /// nothing, but for flags and lists. O(bytes).
  ///
  /// - Throws: ``InteractionFileError``, with line and column, at the first thing that is not as it
  ///   should be, an id that comes twice among them.
  public init(
    contentsOf path: String, format: FieldFormat = .automatic
  ) throws(InteractionFileError) {
    try self.init(bytes: try Interactions.bytes(ofFile: path), name: path, format: format)
  }

  /// Reads a table from bytes, as ``init(contentsOf:format:)`` does; errors call them `name`.
  public init(
    bytes: [UInt8], name: String, format: FieldFormat = .automatic
  ) throws(InteractionFileError) {
    var text = bytes
    do throws(Fault) {
      try refuseWhatIsNoText(bytes)
      let format = try format.recognised(in: bytes)
      if format.mayBeLatin1, String(validating: bytes, as: UTF8.self) == nil {
        text = utf8(ofLatin1: bytes)
      }
      var parser = FieldParser(text, format: format)
      self = try parser.table()
    } catch {
      throw error.located(in: text, of: name)
    }
  }
}

extension FieldFormat {
  /// The format itself, or what stands for `automatic`.
  fileprivate func recognised(in bytes: [UInt8]) throws(Fault) -> FieldFormat {
    guard self == .automatic else { return self }
    let line = firstLine(of: bytes, from: ByteOrderMark.utf8.length(in: bytes))
    guard !line.isEmpty else {
      throw Fault(offset: 0, expected: "fields of items or users", found: "an empty file")
    }
    guard let format = FieldFormat(firstLine: line) else {
      throw Fault(
        offset: line.startIndex,
        expected: "a header, or lines of u.item, u.user, movies.dat or users.dat",
        found: quoted(line))
    }
    return format
  }
}

/// Latin-1 has the first 256 characters of Unicode.
private func utf8(ofLatin1 bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
}
