extension JSONScanner {
  /// Reads a string that programs may compare or hash, which takes no time out of proportion: see
  /// `String.isStreamSafe`.
  mutating func comparable(_ what: @autoclosure () -> String) throws(CheckpointError) -> String {
    skipWhitespace()
    let start = position
    let text = try string(what())
    guard text.isStreamSafe else {
      throw fault(
        at: start, "\(what()) with at most \(String.mostMarks) combining marks in a row",
        found: "more of them")
    }
    return text
  }

  /// Reads a string: valid UTF-8 without bare control characters, all of RFC 8259's escapes.
  mutating func string(_ what: @autoclosure () -> String) throws(CheckpointError) -> String {
    try expect("\"", of: what())
    let start = position
    var decoded: [UInt8] = []
    var copied = start
    while let byte = next, byte != 0x22 {
      guard byte >= 0x20 else {
        throw fault(at: position, "no bare control character in \(what())", found: nextInWords)
      }
      guard byte == 0x5C else {
        advance()
        continue
      }
      decoded += slice(from: copied)
      advance()
      decoded += try escaped(what())
      copied = position
    }
    decoded += slice(from: copied)
    guard let text = String(validating: decoded, as: UTF8.self) else {
      throw fault(at: start, "\(what()) in valid UTF-8", found: "other bytes")
    }
    try expect("\"", of: what())
    return text
  }

  /// Reads what stands after a backslash and gives its UTF-8.
  private mutating func escaped(_ what: @autoclosure () -> String) throws(CheckpointError)
    -> [UInt8]
  {
    let start = position
    let escape = next
    let words = nextInWords
    advance()
    switch escape {
    case 0x22, 0x5C, 0x2F: return Array(slice(from: start))
    case 0x62: return [0x08]
    case 0x66: return [0x0C]
    case 0x6E: return [0x0A]
    case 0x72: return [0x0D]
    case 0x74: return [0x09]
    case 0x75: return try escapedScalar(what())
    default: throw fault(at: start, "an escape of JSON in \(what())", found: words)
    }
  }

  /// Reads the digits of `\uXXXX`, and a second such escape if the first is half of a pair.
  private mutating func escapedScalar(_ what: @autoclosure () -> String) throws(CheckpointError)
    -> [UInt8]
  {
    let start = position
    var value = try codeUnit(what())
    if value & 0xFC00 == 0xD800, next == 0x5C {
      advance()
      let isCodeUnit = next == 0x75
      advance()
      let low = isCodeUnit ? try codeUnit(what()) : 0
      if low & 0xFC00 == 0xDC00 { value = 0x1_0000 + (value & 0x3FF) << 10 + low & 0x3FF }
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw fault(at: start, "a pair of surrogates in \(what())", found: "half of one")
    }
    return Array(String(scalar).utf8)
  }

  private mutating func codeUnit(_ what: @autoclosure () -> String) throws(CheckpointError)
    -> UInt32
  {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault(at: position, "four hexadecimal digits in \(what())", found: nextInWords)
      }
      value = value << 4 | UInt32(digit)
      advance()
    }
    return value
  }
}

extension Unicode.Scalar {
  /// How many combining marks it is in a normal form, if it is no letter.
  fileprivate var marks: Int? {
    switch value {
    // Two each; the last three are letters by their own class.
    case 0x0344, 0x0F73, 0x0F75, 0x0F81: 2
    default: properties.canonicalCombiningClass == .notReordered ? nil : 1
    }
  }
}

extension String {
  /// The most combining marks in a row of Unicode's stream-safe format (UAX #15).
  static let mostMarks = 30

  /// Whether no more combining marks than that follow each other. Swift compares and hashes texts in a normal form
  /// whose making takes time that grows with the square of that number. O(length).
  var isStreamSafe: Bool {
    var marks = 0
    for scalar in unicodeScalars where scalar.value >= 0x80 || marks > 0 {
      marks = scalar.marks.map { marks + $0 } ?? 0
      if marks > Self.mostMarks { return false }
    }
    return true
  }

  /// The text as a string of JSON; only what must be escaped is.
  var quoted: String {
    var result: [UInt8] = [0x22]
    for byte in utf8 {
      switch byte {
      case 0x22: result += "\\\"".utf8
      case 0x5C: result += "\\\\".utf8
      case 0x08: result += "\\b".utf8
      case 0x0C: result += "\\f".utf8
      case 0x0A: result += "\\n".utf8
      case 0x0D: result += "\\r".utf8
      case 0x09: result += "\\t".utf8
      case 0x00..<0x20: result += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result + [0x22], as: UTF8.self)
  }
}
