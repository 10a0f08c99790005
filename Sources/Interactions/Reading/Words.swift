/// Eight bytes at a time, the first of them lowest.
extension Span where Element == UInt8 {
  /// The bytes from `offset` on; zeros stand for those behind the end.
  @inline(__always) func word(at offset: Int) -> UInt64 {
    if offset <= count &- 8 {
      return UInt64(
        littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var word: UInt64 = 0
    for index in (offset..<count).reversed() { word = word << 8 | UInt64(self[index]) }
    return word
  }

  /// The first bytes of a range, at most eight; zeros stand for those behind its end.
  @inline(__always) func word(of range: Range<Int>) -> UInt64 {
    let word = word(at: range.lowerBound)
    return range.count < 8 ? word & ~(UInt64.max &<< UInt64(8 &* range.count)) : word
  }

  /// Whether a byte is among them.
  func contains(_ byte: UInt8) -> Bool {
    let word = UInt64(repeating: byte)
    var found: UInt64 = 0
    for index in stride(from: 0, to: count & ~7, by: 8) {
      found |= self.word(at: index).firstByte(equalTo: word)
    }
    for index in count & ~7..<count where self[index] == byte { found = 1 }
    return found != 0
  }

  /// Whether both have the same bytes, of which there are equally many.
  func isEqual(to other: Span<UInt8>) -> Bool {
    for index in stride(from: 0, to: count, by: 8)
    where word(at: index) != other.word(at: index) { return false }
    return true
  }
}

extension UInt64 {
  /// A word of eight times the same byte.
  init(repeating byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// The highest bit of the first byte that is as those of `word`, a word of equal bytes; 0 where none is.
  ///
  /// Bits above it mean nothing.
  @inline(__always) func firstByte(equalTo word: UInt64) -> UInt64 {
    let difference = self ^ word
    return (difference &- UInt64(repeating: 1)) & ~difference & UInt64(repeating: 0x80)
  }
}
