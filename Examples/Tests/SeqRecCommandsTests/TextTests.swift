import Foundation
import SeqRecCommands
import Testing

/// Numbers, names and lines as they are printed.
@Suite struct TextTests {
  @Test func fixedDecimalsAreThoseOfC() {
    var generator = SystemRandomNumberGenerator()
    for decimals in 0...5 {
      for _ in 0..<200 {
        // A quarter of a unit away from a tie, where both must agree.
        let whole = Double(Int.random(in: -100_000...100_000, using: &generator))
        let value = (whole + 0.25) / pow(10, Double(decimals))
        #expect(value.fixed(decimals) == String(format: "%.\(decimals)f", value))
      }
    }
    #expect((-0.00001).fixed(2) == "0.00")
    #expect(Double.nan.fixed(2) == "nan")
  }

  @Test func thousandsAreGrouped() {
    #expect(
      [0, 12, 999, 1000, 99_287, -1_234_567].map(\.grouped)
        == ["0", "12", "999", "1,000", "99,287", "-1,234,567"])
  }

  @Test func distancesCountEdits() {
    #expect(NearNames.distance("", "abc") == 3)
    #expect(NearNames.distance("kitten", "sitting") == 3)
    #expect(NearNames.distance("width", "width") == 0)
    #expect(NearNames(to: "Widht", among: ["batch", "width"]).near == ["width"])
  }

  @Test func jsonSurvivesAParser() throws {
    let strings = ["", "\"\\\n\r\t\u{1}\u{1F}", "\u{FC}\u{1F600}\u{2028}", "/"]
    for string in strings {
      let text = JSON.string(string).text
      let back = try JSONSerialization.jsonObject(with: Data("[\(text)]".utf8)) as? [String]
      #expect(back == [string])
    }
    for number in [0.1, 1e-300, 1e300, -0.0, Double.leastNonzeroMagnitude, 1.0 / 3] {
      #expect(Double(JSON.number(number).text) == number)
    }
    #expect(JSON.number(Double.nan).text == "null")
  }

  @Test func progressTellsRateAndTimeLeft() {
    let line = ProgressLine(
      label: "autoseqrec, seed 0: epoch", done: 50, total: 200, loss: 0.0125, seconds: 10)
    #expect(line.text == "autoseqrec, seed 0: epoch 50/200, loss 0.01250, 5.0/s, 30 s left")
    #expect(line.textWithBar == "[===         ] " + line.text)
    let slow = ProgressLine(label: "x", done: 1, total: 3601, seconds: 2)
    #expect(slow.text == "x 1/3601, 0.5/s, 2.0 h left")
    #expect(slow.textWithBar == "[                    ] " + slow.text)
    let long = ProgressLine(
      label: String(repeating: "x", count: 90), done: 1, total: 2, seconds: 1)
    #expect(long.textWithBar == String(repeating: "x", count: 79))
    #expect(!ProgressLine(label: "x", done: 0, total: 0, seconds: 0).text.contains("nan"))
  }
}
