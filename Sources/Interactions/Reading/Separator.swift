/// What stands between the fields of a line.
struct Separator: Equatable {
  let byte: UInt8
  /// Whether the byte stands twice, as in `1::1193::5::978300760`.
  var isDoubled = false

  static let comma = Separator(byte: ASCII.comma)
  static let tab = Separator(byte: ASCII.tab)
  static let bar = Separator(byte: ASCII.bar)
  static let colons = Separator(byte: ASCII.colon, isDoubled: true)
  /// Any number of spaces.
  static let spaces = Separator(byte: ASCII.space)
}

extension Span where Element == UInt8 {
  /// The first separator or line end from `start` on, or the end of the file.
  @inline(__always) func endOfField(from start: Int, _ separator: Separator) -> Int {
    var index = start
    while index < count {
      let word = word(at: index)
      let ends =
        word.firstByte(equalTo: UInt64(repeating: separator.byte))
        | word.firstByte(equalTo: UInt64(repeating: ASCII.lineFeed))
        | word.firstByte(equalTo: UInt64(repeating: ASCII.carriageReturn))
      guard ends != 0 else {
        index &+= 8
        continue
      }
      index &+= ends.trailingZeroBitCount &>> 3
      let isHalf = separator.isDoubled && self[index] == separator.byte
      if !isHalf || (index + 1 < count && self[index + 1] == separator.byte) { return index }
      index += 1
    }
    return count
  }
}
