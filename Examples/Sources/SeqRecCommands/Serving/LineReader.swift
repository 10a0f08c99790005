/// Lines of a source without their line feeds; the last need not have one. Of a line that has more than `longest`
/// bytes only so much comes as shows it.
struct LineReader: ~Copyable {
  private let source: ByteSource
  private let longest: Int
  private var buffer: [UInt8] = []
  /// Where the next line starts, and from where on no line feed has been looked for.
  private var start = 0
  private var searched = 0
  private var isAtEnd = false

  init(_ source: consuming ByteSource, longest: Int) {
    self.source = source
    self.longest = longest
  }

  /// The next line, nil after the last.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer {
          start = end + 1
          searched = start
        }
        return Array(buffer[start..<end])
      }
      if isAtEnd {
        defer {
          start = buffer.count
          searched = start
        }
        return start < buffer.count ? Array(buffer[start...]) : nil
      }
      buffer.removeFirst(start)
      start = 0
      if buffer.count > longest { buffer.removeSubrange((longest + 1)...) }
      searched = buffer.count
      let more = try source.next()
      isAtEnd = more.isEmpty
      buffer += more
    }
  }
}
