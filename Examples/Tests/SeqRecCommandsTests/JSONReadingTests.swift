import Foundation
import SeqRecCommands
import Testing

/// What is read of JSON, and where what is no JSON goes wrong.
@Suite struct JSONReadingTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-0", "12", "-1.5e-3", "1E+9", "\"\"", "[]", "{}",
    "[1, [2, {}], \"x\"]", "{\"a\": {\"b\": [null]}, \"c\": 1}",
    "\"\u{FC}\u{1F600}\u{2028}\"",
  ])
  func whatIsWrittenIsReadAgain(_ text: String) throws {
    #expect(try JSON(parsing: Array(text.utf8)).text == text)
    #expect(try JSON(parsing: Array(" \n\t\r\(text) \n".utf8)).text == text)
  }

  @Test(arguments: [
    ("\"\\u00e4\\\\\\/\\n\\t\\b\\f\\r\\\"\"", "\u{E4}\\/\n\t\u{8}\u{C}\r\""),
    ("\"\\uD83D\\uDE00\"", "\u{1F600}"), ("\"\\u0000\"", "\0"),
  ])
  func escapesAreTaken(_ text: String, _ meaning: String) throws {
    #expect(try JSON(parsing: Array(text.utf8)).string == meaning)
  }

  @Test(arguments: [
    ("", "1:1: expected a value, found the end"),
    ("{", "1:2: expected a text in quotes, found the end"),
    ("{\"a\"}", "1:5: expected \":\", found \"}\""),
    ("{\"a\": 1\n  \"b\": 2}", "2:3: expected \"}\", found \"\"b\": 2}\""),
    ("{\"a\": 1,}", "1:9: expected a text in quotes, found \"}\""),
    ("{\"a\": 1, \"a\": 2}", "1:10: expected keys that differ, found a second \"a\""),
    ("[1,]", "1:4: expected a value, found \"]\""), ("[1 2]", "1:4: expected \"]\", found \"2]\""),
    ("{} x", "1:4: expected the end of the text, found \"x\""),
    ("01", "1:2: expected the end of the text, found \"1\""),
    ("1.", "1:3: expected a digit, found the end"),
    ("1e", "1:3: expected a digit, found the end"),
    (".5", "1:1: expected a value, found \".5\""), ("nan", "1:1: expected a value, found \"nan\""),
    ("\"a", "1:3: expected a quote at the end of a text, found the end"),
    ("\"\n\"", "1:2: expected no control character in a text, found \"\""),
    ("\"\\x\"", "1:3: expected one of"), ("\"\\u12g4\"", "1:4: expected four hexadecimal digits"),
    ("\"\\u+123\"", "1:4: expected four hexadecimal digits"),
    ("\"\\uD83D\"", "1:8: expected a pair of surrogates"),
    ("\"\\uDE00\"", "1:8: expected a pair of surrogates"),
    (String(repeating: "[", count: 1000), "expected values nested less than 64 deep"),
  ])
  func whatIsNoJSONHasAPlace(_ text: String, _ message: String) {
    #expect {
      try JSON(parsing: Array(text.utf8))
    } throws: {
      "\($0)".contains(message)
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
  }

  /// Every beginning of a report, and every byte of it changed: an error or a value, and never a crash.
  @Test func damageIsNoCrash() throws {
    let text = Array("{\"a\": [1.5e-3, \"\\u00e4\\n\", true], \"b\": {\"c\": null}}".utf8)
    for count in 0..<text.count {
      #expect(throws: JSONError.self) { try JSON(parsing: Array(text[..<count])) }
      for bit in 0..<8 {
        var other = text
        other[count] ^= 1 << bit
        if let value = try? JSON(parsing: other) {
          #expect(try JSON(parsing: Array(value.text.utf8)).text == value.text)
        }
      }
    }
  }
}
