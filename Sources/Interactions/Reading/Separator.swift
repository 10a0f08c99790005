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
