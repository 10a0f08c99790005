import Foundation
import SeqRecCommands
import Testing

/// Files that look odd and are sound: a row for each promise of docs/command-line.md, and each format.
@Suite struct UnusualInputTests {
  struct Unusual: Sendable, CustomTestStringConvertible {
    var what: String
    var content: String
    var options = ""
    /// Users, items and interactions.
    var counts = [3, 7, 30]
    /// Members of `describe --json` as they stand in it.
    var facts: [String] = []
    /// A part of what `evaluate` says on standard error.
    var note: String?
    var testDescription: String { what }
  }

  private static let lines = (0..<30).map { "u\($0 % 3),i\($0 % 7),\(1_000_000_000 + $0)" }
  private static let plain = lines.joined(separator: "\n") + "\n"

  static let unusual: [Unusual] = [
    Unusual(
      what: "as usual", content: plain,
      facts: [
        "\"firstUTC\": \"2001-09-09 01:46:40\"", "\"unit\": \"seconds\"", "\"ties\": 0",
        "\"format\": \"csv\"", "\"columns\": [\"user\", \"item\", \"timestamp\"]",
      ]),
    Unusual(what: "CRLF", content: lines.joined(separator: "\r\n") + "\r\n"),
    Unusual(what: "a byte-order mark", content: "\u{FEFF}" + plain),
    Unusual(what: "a byte-order mark and a header", content: "\u{FEFF}user,item,time\n" + plain),
    Unusual(
      what: "quoted CSV fields",
      content: lines.map { "\"\($0.prefix(2)), \"\"x\"\"\"\($0.dropFirst(2))\n" }.joined()),
    Unusual(what: "ids that are not ASCII", content: plain.replacing("u", with: "\u{FC}\u{1F600}")),
    Unusual(what: "ids that are not numbers", content: plain.replacing("i", with: "item no. ")),
    Unusual(what: "no newline at the end", content: String(plain.dropLast())),
    Unusual(
      what: "exact duplicates", content: plain + plain, counts: [3, 7, 60],
      facts: ["\"duplicates\": 30", "\"repeats\": 39", "\"tiesOfUsers\": 30"]),
    Unusual(
      what: "out-of-order times", content: lines.reversed().joined(separator: "\n"),
      facts: ["\"first\": 1000000000.0", "\"last\": 1000000029.0"]),
    Unusual(
      what: "equal times", content: (0..<30).map { "u\($0 % 3),i\($0 % 7),5\n" }.joined(),
      facts: ["\"ties\": 29", "\"tiesOfUsers\": 27"]),
    Unusual(
      what: "one user", content: lines.map { "u" + $0.drop { $0 != "," } + "\n" }.joined(),
      counts: [1, 7, 30], facts: ["\"historyLengths\": {\"minimum\": 30"]),
    Unusual(
      what: "one item", content: (0..<30).map { "u\($0 % 3),i,\($0)\n" }.joined(),
      counts: [3, 1, 30], facts: ["\"density\": 1.0", "\"firstUTC\": null"]),
    Unusual(
      what: "times in milliseconds", content: lines.map { "\($0)000\n" }.joined(),
      facts: ["\"unit\": \"milliseconds\"", "\"firstUTC\": \"2001-09-09 01:46:40\""],
      note: "the times look like milliseconds"),
    Unusual(
      what: "fractional seconds", content: lines.map { "\($0).5\n" }.joined(),
      facts: ["\"first\": 1000000000.5"]),
    Unusual(
      what: "negative times",
      content: lines.map { $0.replacing(",1", with: ",-1") + "\n" }.joined(),
      facts: ["\"first\": -1000000029.0", "\"last\": -1000000000.0"]),
    Unusual(
      what: "blank lines", content: "\n" + lines.joined(separator: "\n \n"),
      facts: ["\"lines\": {\"header\": 0, \"interactions\": 30, \"blank\": 30}"]),
    Unusual(
      what: "columns that are not needed",
      content: "n,user_id,movieId,time\n" + lines.map { "?,\($0)\n" }.joined(),
      facts: ["\"columns\": [\"ignored\", \"user\", \"item\", \"timestamp\"]"]),
    Unusual(
      what: "named columns", content: plain, options: "--columns user,item,ignored",
      facts: ["\"times\": null"]),
    // Formats, by name and recognised.
    Unusual(
      what: "MovieLens-1M", content: ratings("::"), options: "--format movielens-1m",
      facts: ["\"format\": \"movielens-1m\""]),
    Unusual(what: "MovieLens-1M, recognised", content: ratings("::")),
    Unusual(what: "MovieLens-100K", content: ratings("\t"), options: "--format movielens-100k"),
    Unusual(what: "TSV", content: ratings("\t"), options: "--format tsv"),
    Unusual(what: "CSV", content: ratings(","), options: "--format csv"),
    Unusual(
      what: "RecBole, recognised",
      content: "user_id:token\titem_id:token\trating:float\ttimestamp:float\n" + ratings("\t"),
      facts: ["\"format\": \"recbole\""]),
    Unusual(
      what: "ReChorus",
      content: "user_id\titem_id\ttime\tneg_items\n"
        + lines.map { $0.replacing(",", with: "\t") + "\t[1, 2]\n" }.joined(),
      options: "--format rechorus"),
    Unusual(
      what: "SASRec", content: (0..<30).map { "u\($0 % 3) i\($0 % 7)\n" }.joined(),
      options: "--format sasrec", facts: ["\"times\": null"]),
    Unusual(
      what: "SASRec's histories",
      content: "a 1 2 3 4 5 6 7\nb 7 6\nc 1" + String(repeating: " 2", count: 20),
      options: "--format sasrec-histories", counts: [3, 7, 30]),
    Unusual(
      what: "positive ratings", content: ratings(","), options: "--positive 3",
      counts: [3, 7, 15], facts: ["\"dropped\": {\"positive\": 15, \"minInteractions\": 0}"]),
  ]

  /// Ratings 0 to 5, in turn; three of six are 3 or more.
  private static func ratings(_ separator: String) -> String {
    (0..<30).map { row in
      ["u\(row % 3)", "i\(row % 7)", "\(row % 6)", "\(1_000_000_000 + row)"]
        .joined(separator: separator) + "\n"
    }.joined()
  }

  @Test(arguments: unusual) func works(_ input: Unusual) throws {
    try Tool.inFolder { tool in
      try tool.write(input.content, to: "log.csv")
      let described = try tool.succeed("describe --data log.csv --json \(input.options)")
      let counts = zip(["users", "items", "interactions"], input.counts)
        .map { "\"\($0)\": \($1)" }.joined(separator: ", ")
      for fact in input.facts + [counts] {
        #expect(described.output.contains(fact), "\(fact) in \(described.output)")
      }
      let text = try tool.succeed("describe --data log.csv \(input.options)")
      #expect(text.output.contains("\(input.counts[2]) interactions\n"))
      // Every file meets more threads than there are cores.
      let measured = try tool.succeed(
        "evaluate --model pop --threads 99 --data log.csv \(input.options)")
      #expect(measured.output.hasPrefix("log.csv: \(input.counts[0].counted("user")), "))
      if let note = input.note { #expect(measured.errors.contains(note)) }
    }
  }

  /// One user, one item; quoting comes back where an id needs it.
  @Test func idsWithCommasAndQuotes() throws {
    try Tool.inFolder { tool in
      let line = "\"a,\"\"b\"\"\",x,1\n"
      try tool.write(String(repeating: line, count: 10), to: "log.csv")
      let outcome = try tool.run(
        ["evaluate", "--model", "autoseqrec", "--data", "log.csv", "--ranks", "r.csv"]
          + Sample.quick)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        try tool.text("r.csv")
          == "index,user,item,rank\n8,\"a,\"\"b\"\"\",x,1\n9,\"a,\"\"b\"\"\",x,1\n")
    }
  }

  @Test func dataMayComeThroughAPipe() throws {
    try Tool.inFolder { tool in
      let outcome = try tool(
        "evaluate", "--model", "pop", "--data", "/dev/stdin", "--quiet",
        input: Self.lines.joined(separator: "\n"))
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("30 interactions"))
    }
  }

  @Test func millisecondsAreNoted() throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(unitsPerSecond: 1000), to: "log.csv")
      let outcome = try tool("evaluate", "--model", "pop", "--data", "log.csv")
      #expect(outcome.status == 0)
      #expect(outcome.errors.hasPrefix("seqrec: the times look like milliseconds"))
    }
  }
}
