import Interactions
import Tensors
import Testing

/// Numbers, read as the times of a log.
@Suite struct NumberTests {
  private func time(_ text: String) throws -> Double {
    try read("a,x,\(text)\n", columns: [.user, .item, .timestamp]).timeOfFirst
  }

  @Test func randomDecimalsAreCorrectlyRounded() throws {
    var generator = Seed(1).child("numbers").generator()
    for _ in 0..<20_000 {
      func digits(_ most: Int) -> String {
        (0..<generator.int(below: most + 1)).map { _ in "\(generator.int(below: 10))" }.joined()
      }
      var text =
        ["", "-", "+"][generator.int(below: 3)] + "\(generator.int(below: 10))" + digits(16)
      if generator.int(below: 4) > 0 { text += "." + digits(generator.int(below: 25)) }
      if generator.int(below: 3) == 0 {
        text += ["e", "E"][generator.int(below: 2)] + "-\(generator.int(below: 40))"
      }
      // The standard library's parser wants a digit behind the point.
      let expected =
        Double(text.replacing(".e", with: ".0e").replacing(".E", with: ".0E"))
        ?? Double(text + "0")
      #expect(try time(text) == expected, "\(text)")
    }
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("007", 7), ("1.", 1), (".5", 0.5), ("-.5e1", -5), ("1e0", 1),
    ("1E+3", 1000), ("12e-1", 1.2), ("1e-400", 0), ("0e999999999", 0),
    ("0.00000000000000000000000000001", 1e-29), ("9007199254740993", 9_007_199_254_740_992),
    ("9007199254740995", 9_007_199_254_740_996), ("1234567890123456789", 1.2345678901234568e18),
    ("9223372036854775807", 0x1p63), ("-9223372036854775808", -0x1p63),
    ("-9.223372036854775808e18", -0x1p63),
    ("9223372036854774784.0", 9_223_372_036_854_774_784), ("1600000000.123456", 1600000000.123456),
    ("000000000000000000000000000000012.50", 12.5),
  ])
  func reads(text: String, value: Double) throws {
    #expect(try time(text) == value)
  }

  /// The neighbours of the digits among the bytes, and what differs from one in a single bit.
  @Test func refusesWhatIsNoDigitAtAnyPlace() throws {
    let digits = Array("123456789012345678".utf8)
    for count in 1...digits.count {
      let number = digits.prefix(count)
      let text = String(decoding: number, as: UTF8.self)
      #expect(try time(text) == Double(text))
      for place in number.indices {
        for other in [0x2F, 0x3A, 0x71, 0xB1, 0xFF] as [UInt8] {
          var damaged = Array(number)
          damaged[place] = other
          let line = Array("a,x,".utf8) + damaged
          #expect(throws: InteractionFileError.self) {
            try InteractionLog(bytes: line, name: "f", columns: [.user, .item, .timestamp])
          }
        }
      }
    }
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775809", "10000000000000000000",
    "99999999999999999999999", "9.3e18", "1e19", "1e400", "-1e308", "1e99999999999999999999",
    "9223372036854775808.0",
  ])
  func refusesWhatIsBeyond64Bits(text: String) {
    #expect(throws: InteractionFileError.self) { try time(text) }
    do {
      _ = try time(text)
    } catch {
      #expect("\(error)".contains("within 64 bits, found \"\(text)\""))
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e-", "1.2.3", "--1", "+-1", "1 2", "1_000",
    "0x10",
    "nan", "NaN", "inf", "-Infinity", "1f", "1e5.5", "１", "12:30",
  ])
  func refusesWhatIsNoNumber(text: String) {
    let error = #expect(throws: InteractionFileError.self) { try time(text) }
    #expect(error?.expected == "a timestamp (a number)")
    #expect(error?.line == 1 && error?.column == 5)
  }
}

extension InteractionLog {
  fileprivate var timeOfFirst: Double { events[0].timestamp }
}
