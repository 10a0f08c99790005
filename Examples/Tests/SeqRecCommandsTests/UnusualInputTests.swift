import Foundation
import Testing

/// Files that look odd and are sound.
@Suite struct UnusualInputTests {
  static let lines = (0..<30).map { "u\($0 % 3),i\($0 % 7),\($0)" }

  static let unusual: [(content: String, options: String)] = [
    (lines.joined(separator: "\r\n") + "\r\n", ""),
    ("\u{FEFF}" + lines.joined(separator: "\n"), ""),
    (lines.reversed().joined(separator: "\n") + "\n", ""),
    (lines.joined(separator: "\n").replacing(",", with: "\t"), "--format tsv"),
    (lines.joined(separator: "\n").replacing("u", with: "\u{FC}"), ""),
    (lines.map { "\"\($0.prefix(2))\"" + $0.dropFirst(2) }.joined(separator: "\n"), ""),
    ("x,user_id,movieId,time\n" + lines.map { "?,\($0)" }.joined(separator: "\n"), ""),
    (lines.joined(separator: "\n"), "--columns user,item,timestamp"),
    (lines.joined(separator: "\n"), "--columns user,item,ignored"),
    (lines.joined(separator: "\n"), "--threads 64"),
    (lines.map { "\($0)000000000000" }.joined(separator: "\n"), ""),
    (lines.map { "\($0).5" }.joined(separator: "\n"), ""),
  ]

  @Test(arguments: unusual)
  func isRead(_ unusual: (content: String, options: String)) throws {
    try Tool.inFolder { tool in
      try tool.write(unusual.content, to: "log.csv")
      let options = unusual.options.split(separator: " ").map(String.init)
      let outcome = try tool.run(["evaluate", "--data", "log.csv"] + options + Sample.quick)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("log.csv: 3 users, 7 items, 30 interactions\n"))
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
