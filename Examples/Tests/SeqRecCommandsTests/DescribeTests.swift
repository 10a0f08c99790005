import Foundation
import SeqRec
import SeqRecCommands
import Testing

/// What `describe` says, and titles of recommended items.
@Suite struct DescribeTests {
  private static let movies =
    "5::1::5::0\n\n1::10::5::978300760\n1::11::2::978300760\n1::12::4::978300761\n1::10::5::978300760\n"
    + "2::10::4::978400000\n2::11::4::978500000\n2::12::1::978600000\n3::13::5::978700000\n"

  @Test func sayWhatWasReadAndWhatWasDropped() throws {
    try Tool.inFolder { tool in
      try tool.write(Self.movies, to: "ratings.dat")
      let outcome = try tool.succeed(
        "describe --data ratings.dat --positive 4 --min-interactions 2")
      // Kept: user 1 met 10 twice at one moment (12 has nobody else), user 2 met 10.
      #expect(
        outcome.outputLines.prefix(4) == [
          "ratings.dat: 1 user, 1 item, 2 interactions",
          "format      movielens-1m: user,item,rating,timestamp",
          "lines       9 with interactions, 0 header, 1 blank",
          "dropped     2 below --positive 4.0, 5 by --min-interactions 2",
        ])
      #expect(outcome.output.contains("times       2000-12-31 22:12:40 to 2000-12-31 22:12:40 UTC"))
      #expect(outcome.errors.isEmpty)
    }
  }

  /// Against counting in the library's log.
  @Test func figuresAreThoseOfTheLibrary() throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed("describe --data log.csv --json")
      let described = try #require(try Tool.objects(in: outcome.output).first)
      let statistics = LogStatistics(of: Sample.log)
      // As text, since not every parser of numbers rounds correctly.
      #expect(outcome.output.contains("\"density\": \(statistics.density), "))
      #expect(described["ties"] as? Int == statistics.ties)
      let lengths = try #require(described["historyLengths"] as? [String: Double])
      #expect(lengths["median"] == statistics.historyLengths.median)
      #expect(lengths["maximum"] == Double(statistics.historyLengths.maximum))
      #expect((described["dataset"] as? [String: Any])?["users"] as? Int == Sample.log.userCount)
      #expect((described["lines"] as? [String: Int])?["header"] == 1)
      #expect(
        (described["times"] as? [String: Any])?["last"] as? Double == statistics.times?.upperBound)
    }
  }

  @Test func theSyntheticLogIsDescribedWithoutData() throws {
    try Tool.inFolder { tool in
      let text = try tool.succeed("describe").output
      #expect(text.hasPrefix("synthetic: 600 users, 500 items, "))
      #expect(!text.contains("format") && text.contains("interactions of a user"))
      let json = try #require(try Tool.objects(in: tool.succeed("describe --json").output).first)
      #expect(json["lines"] is NSNull && json["format"] is NSNull)
    }
  }

  @Test func datesAreThoseOfTheSystem() {
    var generator = SystemRandomNumberGenerator()
    var seconds = (0..<2000).map { _ in
      Int.random(in: -62_135_596_800..<253_402_300_800, using: &generator)
    }
    seconds += [
      -62_135_596_800, -1, 0, 951_782_400, 951_868_799, 951_868_800, 4_107_542_399, 253_402_300_799,
    ]
    for second in seconds {
      var time = time_t(second)
      var parts = tm()
      gmtime_r(&time, &parts)
      let expected = String(
        format: "%04d-%02d-%02d %02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
        parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)
      #expect(UTCTime(secondsSince1970: Double(second))?.text == expected, "\(second)")
    }
    #expect(UTCTime(secondsSince1970: -0.5)?.text == "1969-12-31 23:59:59")
    for outside in [-62_135_596_801, 253_402_300_800, .infinity, .nan] {
      #expect(UTCTime(secondsSince1970: outside) == nil)
    }
  }

  // MARK: Titles

  private let command = ["recommend", "--data", "log.csv", "--model", "pop", "--user", "u3"]

  @Test func recommendationsHaveTitles() throws {
    try Tool.withSample { tool in
      let items = Sample.log.items.ids
      // The first item has no title.
      let lines = items.dropFirst().map { "\($0)::The \($0), caf" }
      try (lines.map { Data($0.utf8) + Data([0xE9]) + Data("::Drama\n".utf8) })
        .reduce(Data(), +).write(to: tool.url("movies.dat"))
      let options = ["--item-fields", "movies.dat", "--top", "40", "--seen", "keep"]
      let text = try tool.run(command + options)
      #expect(text.status == 0, "\(text.errors)")
      #expect(
        text.outputLines[0].split(separator: " ").prefix(4) == ["rank", "item", "title", "score"])
      for line in text.outputLines.dropFirst() {
        let item = line.split(separator: " ")[1]
        #expect(line.contains("  The \(item), caf\u{E9}  ") == (item != items[0]))
      }
      let json = try tool.run(command + options + ["--json"])
      let answer = try #require(try Tool.objects(in: json.output).first)
      for recommended in try #require(answer["items"] as? [[String: Any]]) {
        let item = try #require(recommended["item"] as? String)
        #expect(
          recommended["title"] as? String == (item == items[0] ? nil : "The \(item), caf\u{E9}"))
        #expect(recommended["title"] is NSNull == (item == items[0]))
      }
      let without = try tool.run(command + ["--json"])
      #expect(!without.output.contains("title"))
    }
  }

  @Test(arguments: [
    (
      "item_id\ti_category\n1\t4\n",
      "fields: expected a column of titles, found i_category (names such as title"
    ),
    ("item_id\n1\n", "fields:1:1: expected a header, or lines of u.item"),
    ("", "fields:1:1: expected fields of items or users, found an empty file"),
    ("1::a::b\n1::c::d\n", "fields:2:1: expected each id once, found \"1\" again"),
  ])
  func filesWithoutTitlesAreRefused(content: String, message: String) throws {
    try Tool.withSample { tool in
      try tool.write(content, to: "fields")
      let outcome = try tool.run(command + ["--item-fields", "fields"])
      #expect(outcome.status == 65)
      #expect(outcome.errors.hasPrefix("seqrec: \(message)"), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }
}
