/// The bytes that structure a file.
enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let plus: UInt8 = 0x2B
  static let comma: UInt8 = 0x2C
  static let minus: UInt8 = 0x2D
  static let point: UInt8 = 0x2E
  static let zero: UInt8 = 0x30
  static let colon: UInt8 = 0x3A
  static let openingBracket: UInt8 = 0x5B
  static let closingBracket: UInt8 = 0x5D
  static let e: UInt8 = 0x65
  static let bar: UInt8 = 0x7C
  /// Set in small letters, not in capitals.
  static let smallBit: UInt8 = 0x20

  static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}

/// Bytes that name a text's encoding at its beginning.
struct ByteOrderMark {
  let bytes: [UInt8]

  static let utf8 = ByteOrderMark(bytes: [0xEF, 0xBB, 0xBF])
  static let utf16LittleEndian = ByteOrderMark(bytes: [0xFF, 0xFE])
  static let utf16BigEndian = ByteOrderMark(bytes: [0xFE, 0xFF])

  /// The number of bytes it takes there: 0 where it is absent.
  func length(in text: [UInt8]) -> Int { text.starts(with: bytes) ? bytes.count : 0 }
}
