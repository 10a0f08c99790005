import Foundation
import Testing

/// What is refused before anything is written: a row for each promise of docs/command-line.md.
@Suite struct RefusedDataTests {
  struct Refused: Sendable, CustomTestStringConvertible {
    var what: String
    var content: Data
    var options: String
    /// What is said behind `seqrec: log.csv`.
    var message: String
    var commands = [
      "describe", "evaluate --model pop --json runs.jsonl --ranks ranks.csv",
      "train --model autoseqrec --output trained", "recommend --user u1", "stream",
    ]
    var testDescription: String { what }

    init(
      _ what: String, _ content: String, _ message: String, options: String = "",
      commands: [String]? = nil
    ) {
      self.init(what, bytes: Array(content.utf8), message, options: options)
      if let commands { self.commands = commands }
    }

    init(_ what: String, bytes: [UInt8], _ message: String, options: String = "") {
      (self.what, self.content, self.message) = (what, Data(bytes), message)
      self.options = options
    }
  }

  private static let three =
    "expected three columns or more, such as user,item,timestamp or user,item,rating,timestamp"

  private static let words =
    "a user with all their items on a line is the format sasrec-histories; columns between spaces are "
    + "the format sasrec with the columns named, such as user,item,timestamp"

  static let refused: [Refused] = [
    Refused("an empty file", "", ":1:1: expected interactions, found an empty file"),
    Refused("blank lines", "\n\n", ":1:1: expected interactions, found an empty file"),
    Refused(
      "a header alone", "user,item,time\n",
      ":2:1: expected interactions after the header, found the end of the file"),
    Refused(
      "no known columns", "who,what,when\na,b,1\n",
      ":1:1: expected a header with a user and an item column, or lines of user,item,timestamp or "
        + "user,item,rating,timestamp, found \"who,what,when\"; hint: names such as user_id, item_id, "
        + "rating and timestamp are known"),
    Refused(
      "two columns", "a,b\nc,d\n",
      ":1:1: \(three), found 2 columns; hint: where lines are in time order, name the columns, "
        + "such as user,item, and remove a header"),
    Refused(
      "a text where a time belongs", "a,b,1\nc,d,soon\n",
      ":2:5: expected a timestamp (a number), found \"soon\""),
    Refused(
      "a text where a rating belongs", "a,b,1,1\nc,d,good,2\n",
      ":2:5: expected a rating (a finite number), found \"good\""),
    Refused(
      "a line with too few fields", "a,b,1\nc,d\ne,f,2\n", ":2:4: expected 3 fields, found 2"),
    Refused(
      "a last line with too few fields", "a,b,1\nc,d", ":2:4: expected 3 fields, found 2"),
    Refused(
      "a line with too many fields", "a,b,1\nc,d,e,2\n",
      ":2:7: expected 3 fields, found 4; hint: in CSV, a field that holds a comma stands in double "
        + "quotes"),
    Refused(
      "NaN for a rating", "a,b,nan,1\n",
      ":1:5: expected a rating (a finite number), found \"nan\""),
    Refused(
      "an infinite rating", "a,b,5,1\na,c,-inf,1\n",
      ":2:5: expected a rating (a finite number), found \"-inf\""),
    Refused(
      "a time beyond 64 bits", "a,b,9223372036854775808\n",
      ":1:5: expected a timestamp (a number) within 64 bits, found \"9223372036854775808\""),
    Refused(
      "a binary file", bytes: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0],
      ":1:8: expected text in UTF-8, found a zero byte: a binary file"),
    Refused(
      "a gzip file", bytes: [0x1F, 0x8B, 8, 0],
      ":1:1: expected text in UTF-8, found a gzip file; hint: decompress it (gunzip)"),
    Refused(
      "a zip archive", bytes: [0x50, 0x4B, 3, 4],
      ":1:1: expected text in UTF-8, found a zip archive; hint: unpack it (unzip)"),
    Refused(
      "UTF-16", bytes: [0xFF, 0xFE, 0x61, 0],
      ":1:1: expected text in UTF-8, found text in UTF-16; hint: save it as UTF-8"),
    Refused(
      "Latin-1 in an id", bytes: Array("a,b,1\nc,".utf8) + [0xE9] + Array(",2\n".utf8),
      ":2:3: expected an item id in UTF-8, found \"\u{FFFD}\"; hint: convert the file to UTF-8"),
    Refused(
      "no user after the k-core", "a,b,1\na,c,2\n",
      ": nobody is left of 1 user after --min-interactions 3 (a smaller number keeps more)",
      options: "--min-interactions 3"),
    Refused(
      "no rating that is positive", "a,b,1,1\na,c,2,2\n",
      ": no rating is 4.0 or more, as --positive asks (a smaller number keeps more)",
      options: "--positive 4"),
    Refused(
      "no user after the split", "a,b,1\na,c,2\nd,b,3\n",
      ": expected users with 3 interactions or more, found none among 2",
      commands: ["evaluate --model pop --protocol leave-one-out --json runs.jsonl"]),
    Refused(
      "no ratings", "a,b,1\n",
      ":1:1: expected a rating column, since only ratings of 4.0 or more are kept, found the "
        + "columns user,item,timestamp", options: "--positive 4"),
    Refused(
      "too few to validate", "a,b,1\n",
      ": expected interactions to train, validate and test on, found 0, 0 and 1",
      commands: ["evaluate --model pop --json runs.jsonl"]),
    // The wrong format.
    Refused(
      "MovieLens-1M as CSV", "1::2::3::4\n",
      ":1:1: \(three), found 1 column; hint: did you mean --format movielens-1m?",
      options: "--format csv"),
    Refused(
      "MovieLens-1M as MovieLens-100K", "1::2::3::4\n",
      ":1:11: expected 4 fields, found 1; hint: did you mean --format movielens-1m?",
      options: "--format movielens-100k"),
    Refused(
      "pairs between spaces", "1 2\n1 3\n",
      ":1:1: \(three), found 1 column; hint: did you mean --format sasrec?"),
    Refused(
      "CSV as TSV", "1,2,3\n",
      ":1:1: \(three), found 1 column; hint: did you mean --format csv?", options: "--format tsv"),
    Refused(
      "histories as pairs", "1 2 3\n",
      ":1:5: expected 2 fields, found 3; hint: \(words)",
      options: "--format sasrec"),
    Refused(
      "histories", "1 2 3 4\n2 3\n",
      ":1:1: \(three), found 1 column; hint: did you mean --format sasrec-histories?"),
    Refused(
      "words of one number a line", "1 2 3 4\n2 3 4 5\n",
      ":1:1: \(three), found 1 column; hint: \(words)"),
    Refused(
      "words where columns are named", "1 2 3\n",
      ":1:6: expected 3 fields, found 1; hint: did you mean --format sasrec?",
      options: "--columns user,item,timestamp"),
    Refused(
      "a type that RecBole has not", "user_id:token\titem_id:integer\n1\t2\n",
      ":1:23: expected one of the types token, token_seq, float, float_seq, found \"integer\"",
      options: "--format recbole"),
    Refused(
      "RecBole without types", "user_id\titem_id\ttimestamp\n1\t2\t3\n",
      ":1:1: expected a column's name and type, such as user_id:token, found \"user_id\"",
      options: "--format recbole"),
    Refused(
      "ReChorus without a header", "1\t2\t3\n",
      ":1:1: expected a header with names such as user_id, item_id and time, found "
        + "\"1\\t2\\t3\"", options: "--format rechorus"),
  ]

  @Test(arguments: refused) func isRefused(_ input: Refused) throws {
    try Tool.inFolder { tool in
      try input.content.write(to: tool.url("log.csv"))
      for command in input.commands {
        let words = "\(command) --data log.csv \(input.options)".split(separator: " ")
        let outcome = try tool.run(words.map(String.init))
        #expect(outcome.status == 65, "\(command): \(outcome.errors)")
        // The split says more behind it.
        #expect(outcome.errors.hasPrefix("seqrec: log.csv\(input.message)"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).sorted()
            == ["err.txt", "in.txt", "log.csv", "out.txt"])
      }
    }
  }

  /// Input that is not there, wrong words, and output that cannot be written.
  static let others: [(line: String, status: Int32, message: String)] = [
    ("--data none.csv", 66, "none.csv: expected a file, found no such file"),
    ("--data .", 66, ".: expected a file, found a folder (name a file in it)"),
    ("--model nonsense", 64, "unknown model \"nonsense\""),
    ("--protocol nonsense", 64, "nonsense"),
    ("--preset nonsense", 64, "nonsense"),
    ("--set nonsense=1", 64, "nonsense"),
    ("--model autoseqrec --set lambda1=0.6 --set lambda2=0.5", 64, "more than 1"),
    // A folder in which nobody may make files, and a disk that is full.
    ("--model pop --json /proc/runs.jsonl", 73, "/proc/runs.jsonl: expected a file that can be"),
    ("--model pop --ranks /proc/ranks.csv", 73, "/proc/ranks.csv: expected a file that can be"),
    ("--model pop --json /dev/full", 73, "/dev/full: expected a file that can be written"),
  ]

  @Test(arguments: others)
  func isRefused(_ other: (line: String, status: Int32, message: String)) throws {
    #if os(Linux)
      let lacksFiles = false
    #else
      let lacksFiles = other.line.contains(" /")
    #endif
    try Tool.withSample { tool in
      if lacksFiles { return }
      let data = other.line.hasPrefix("--data") ? "" : "--data log.csv "
      let outcome = try tool.run(
        "evaluate \(data)\(other.line)".split(separator: " ").map(String.init))
      #expect(outcome.status == other.status, "\(outcome.errors)")
      #expect(outcome.errors.contains(other.message), "\(outcome.errors)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).sorted()
          == ["err.txt", "in.txt", "log.csv", "out.txt"])
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func aFileThatMayNotBeRead() throws {
    try Tool.withSample { tool in
      try FileManager.default.setAttributes(
        [.posixPermissions: 0], ofItemAtPath: tool.url("log.csv").path)
      let outcome = try tool("describe", "--data", "log.csv")
      #expect(outcome.status == 66)
      #expect(
        outcome.errors == "seqrec: log.csv: expected a file to read, found permission denied\n")
    }
  }

  @Test func topMustBeOneOrMore() throws {
    try Tool.withSample { tool in
      let outcome = try tool("recommend", "--data", "log.csv", "--user", "u1", "--top", "0")
      #expect(outcome.status == 64 && outcome.errors.contains("--top 0: expected 1 or more"))
    }
  }

  /// An answer where the model is inductive, else a reason; a dialogue goes on.
  @Test func unknownUsers() throws {
    try Tool.withSample { tool in
      try tool.succeed("recommend --data log.csv --model pop --user nobody")
      let words = "recommend --data log.csv --model sasrec --user nobody"
        .split(separator: " ").map(String.init)
      let refused = try tool.run(words + Sample.quick)
      #expect(refused.status == 65)
      #expect(refused.errors.contains("no interaction of user \"nobody\""))
      let dialogue = try tool.succeed(
        "stream --data log.csv --model pop --quiet",
        input: "recommend nobody 1\nnonsense\nrecommend nobody 2\n")
      let answers = try Tool.objects(in: dialogue.output)
      #expect(answers.map { $0["error"] != nil } == [false, true, false])
    }
  }
}
