/// A decimal number in a file: `[+-] digits [. digits] [e [+-] digits]`.
enum Number {
  /// Correctly rounded.
  case value(Double)
  /// At or beyond 2^63, or below -2^63.
  case beyond64Bits
  /// Not of that form; NaN and infinity are not.
  case malformed

  @inline(__always) init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if let digits = Self.digits(bytes, range) {
      self = .value(Double(digits))
      return
    }
    self.init(literal: bytes, range)
  }

  private init(literal bytes: Span<UInt8>, _ range: Range<Int>) {
    guard let literal = Literal(bytes, range) else {
      self = .malformed
      return
    }
    self = literal.value.map { Number.value($0) } ?? .beyond64Bits
  }

  /// What most numbers are: at most 16 digits and nothing else.
  @inline(__always) private static func digits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64?
  {
    switch range.count {
    case 1...8:
      return bytes.word(at: range.lowerBound).digits(range.count)
    case 9...16:
      guard let high = bytes.word(at: range.lowerBound).digits(range.count - 8),
        let low = bytes.word(at: range.upperBound - 8).digits(8)
      else { return nil }
      return high * 100_000_000 + low
    default:
      return nil
    }
  }
}

extension UInt64 {
  /// The number that the first bytes, 1 to 8 of them, are the digits of; nil where one is no digit.
  @inline(__always) fileprivate func digits(_ count: Int) -> UInt64? {
    // Zeros go before the first digit, so that there are always eight.
    let digits = (self ^ UInt64(repeating: ASCII.zero)) &<< UInt64(8 &* (8 &- count))
    let isAbove9 = (digits &+ UInt64(repeating: 0x80 - 10) | digits) & UInt64(repeating: 0x80)
    guard isAbove9 == 0 else { return nil }
    // Neighbours are joined: to pairs in every second byte, then all four pairs in the upper half.
    let pairs = digits &* 10 &+ digits >> 8
    let mask: UInt64 = 0xFF_0000_00FF
    let odd = (pairs & mask) &* (100 + 1_000_000 << 32)
    let even = (pairs >> 16 & mask) &* (1 + 10_000 << 32)
    return (odd &+ even) >> 32
  }
}

/// A decimal literal: plus or minus `mantissa` * 10^`exponent`.
private struct Literal {
  private var isNegative = false
  /// The first 19 significant digits, which always fit.
  private var mantissa: UInt64 = 0
  private var significantDigits = 0
  private var exponent = 0
  /// All digits, where there are more than `mantissa` holds.
  private var allDigits: [UInt8]?

  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    func digit() -> UInt8? {
      guard index < range.upperBound, bytes[index] &- ASCII.zero < 10 else { return nil }
      return bytes[index] - ASCII.zero
    }
    func take(_ byte: UInt8) -> Bool {
      guard index < range.upperBound, bytes[index] == byte else { return false }
      index += 1
      return true
    }

    isNegative = take(ASCII.minus)
    if !isNegative { _ = take(ASCII.plus) }
    let start = index
    while let next = digit() {
      append(next)
      index += 1
    }
    var digits = index - start
    if take(ASCII.point) {
      while let next = digit() {
        append(next)
        exponent -= 1
        digits += 1
        index += 1
      }
    }
    guard digits > 0 else { return nil }
    if index < range.upperBound, bytes[index] | ASCII.smallBit == ASCII.e {
      index += 1
      let isDown = take(ASCII.minus)
      if !isDown { _ = take(ASCII.plus) }
      guard digit() != nil else { return nil }
      var written = 0
      while let next = digit() {
        written = min(written * 10 + Int(next), 100_000)  // enough to be 0 or out of range
        index += 1
      }
      exponent += isDown ? -written : written
    }
    guard index == range.upperBound else { return nil }
  }

  private mutating func append(_ digit: UInt8) {
    if significantDigits == 0 && digit == 0 { return }
    significantDigits += 1
    if significantDigits <= 19 {
      mantissa = mantissa * 10 + UInt64(digit)
    } else {
      if allDigits == nil { allDigits = Array(String(mantissa).utf8) }
      allDigits?.append(digit + ASCII.zero)
    }
  }

  /// Nil beyond 64 bits.
  var value: Double? {
    if exponent == 0 && allDigits == nil {  // an integer
      let limit = isNegative ? Int64.min.magnitude : Int64.max.magnitude
      return mantissa <= limit ? signed(Double(mantissa)) : nil
    }
    guard let magnitude, magnitude < 0x1p63 || (isNegative && magnitude == 0x1p63) else {
      return nil
    }
    return signed(magnitude)
  }

  private func signed(_ magnitude: Double) -> Double { isNegative ? -magnitude : magnitude }

  private var magnitude: Double? {
    // Both factors are exact, so the one operation rounds once (Clinger 1990).
    if allDigits == nil, mantissa <= 1 << 53, -22...22 ~= exponent {
      let power = Self.powersOfTen[abs(exponent)]
      return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    }
    let digits = allDigits.map { String(decoding: $0, as: UTF8.self) } ?? String(mantissa)
    return Double("\(digits)e\(exponent)")
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
