import Foundation
import SeqRec
import Testing

/// `compare --json F --resume`
@Suite struct ContinuedComparisonTests {
  private static let output = "--data log.csv --quiet --json runs.jsonl"
  private static let options = "--set width=8 --set epochs=3 \(output)"
  private static let command = "compare --models pop,autoseqrec --seeds 1,2 \(options)"

  private func models(_ tool: Tool) throws -> [String?] {
    try tool.objects("runs.jsonl").map { $0["model"] as? String }
  }

  /// Whatever stood there already, the end is that of a comparison in one go.
  @Test(arguments: 0...4) func endsLikeOneInOneGo(_ kept: Int) throws {
    try Tool.withSample { tool in
      let whole = try tool.succeed("\(Self.command) --report r.html")
      let (lines, report) = (try tool.text("runs.jsonl"), try tool.text("r.html"))
      let all = lines.split(separator: "\n")
      try tool.write(all[..<kept].map { $0 + "\n" }.joined(), to: "runs.jsonl")
      let continued = try tool.run(
        "\(Self.command) --report r.html --resume".split(separator: " ").map(String.init)
          .filter { $0 != "--quiet" })
      #expect(continued.errors.contains("seqrec: \(kept) of 4 runs are in runs.jsonl\n"))
      #expect(try models(tool) == ["pop", "pop", "autoseqrec", "autoseqrec", nil])
      // The times of trainings differ, where they were measured again.
      #expect(withoutTimes(continued.output) == withoutTimes(whole.output))
      #expect(try tool.text("runs.jsonl").split(separator: "\n").last == all.last)
      for title in ["Against pop", "Training", "Mixtures", "Recommendations"] {
        #expect(
          try section(title, of: tool.text("r.html")) == section(title, of: report), "\(title)")
      }
    }
  }

  /// Whoever asks for other users on the way is told that they are not there, and gets nothing wrong.
  @Test func usersThatALineLacks() throws {
    try Tool.withSample { tool in
      let (user, other) = (Sample.log.users[3], Sample.log.users[4])
      let command = "compare --models pop,autoseqrec --seeds 1 \(Self.options) --report r.html"
      try tool.succeed("\(command) --report-users \(user)")
      let first = try tool.text("r.html")
      #expect(
        first.contains("<h3>User \(user)</h3>") && !first.contains("has nothing of this user"))
      try tool.succeed("\(command) --report-users \(user),\(other) --resume")
      let page = try tool.text("r.html")
      #expect(page.matches(of: /has nothing of this user/).count == 2)
      #expect(try section("Mixtures", of: page) == section("Mixtures", of: first))
      // Lines that were written before there was anything of the kind.
      try tool.write(
        try tool.text("runs.jsonl").replacing(/,\ "lossUnit".*}}/, with: "}}"), to: "runs.jsonl")
      try tool.succeed("\(command) --resume")
      #expect(try !tool.text("r.html").contains("<h2>Mixtures"))
    }
  }

  private func section(_ title: String, of page: String) throws -> Substring {
    let start = try #require(page.range(of: "<h2>\(title)</h2>"))
    return try #require(page[start.upperBound...].split(separator: "</section>").first)
  }

  private func withoutTimes(_ table: String) -> [String] {
    table.split(separator: "\n").map { line in
      line.split(separator: " ").dropLast(line.contains(" +- ") ? 3 : 0).joined(separator: " ")
    }
  }

  /// Another seed, value, protocol, file or selection is another run; another name of the same is not.
  @Test func onlyTheSameRunIsTaken() throws {
    try Tool.withSample { tool in
      try tool.write(
        try tool.text("log.csv").split(separator: "\n").dropLast().joined(separator: "\n"),
        to: "shorter.csv")
      try FileManager.default.copyItem(at: tool.url("log.csv"), to: tool.url("copy.csv"))
      try tool.succeed("compare --models autoseqrec \(Self.options)")
      for (change, taken) in [
        ("--threads 2", 1), ("--seed 0", 1), ("--set dropout=0.3", 1), ("--data copy.csv", 1),
        ("--seed 1", 0), ("--set width=9", 0), ("--set epochs=4", 0), ("--preset paper-code", 0),
        ("--protocol leave-one-out", 0), ("--seen keep", 0), ("--data shorter.csv", 0),
        ("--select", 0),
      ] {
        let before = try tool.text("runs.jsonl")
        let outcome = try tool.run(
          "compare --models autoseqrec \(Self.options) --resume \(change)".split(separator: " ")
            .map(String.init).filter { $0 != "--quiet" })
        #expect(outcome.status == 0, "\(change): \(outcome.errors)")
        #expect(outcome.errors.contains("seqrec: \(taken) of 1 runs are in"), "\(change)")
        try tool.write(before, to: "runs.jsonl")
      }
    }
  }

  /// The first seed chooses hyper-parameters, so that a run after another one's choice is another run.
  @Test func theSeedThatSelectsBelongsToTheRun() throws {
    try Tool.withSample { tool in
      func compare(_ seeds: String, _ options: String) throws -> Int {
        try tool.succeed("compare --models autoseqrec --seeds \(seeds) \(Self.options) \(options)")
        return try models(tool).count
      }
      let select = "--select --grid lambda1=0.1,0.5"
      let both = try compare("1,2", select)
      #expect(try compare("1", "\(select) --resume") == both + 1)
      #expect(try compare("2", "\(select) --resume") == both + 3)
      let plain = try compare("1,2", "")
      #expect(try compare("2", "--resume") == plain + 1)
    }
  }

  /// What chooses nothing is the same run with and without `--select`.
  @Test func aModelWithoutGridIsNotSelected() throws {
    try Tool.withSample { tool in
      try tool.succeed("compare --models pop --seeds 1,2 \(Self.output)")
      try tool.succeed("compare --models pop --seeds 2,1 --select \(Self.output) --resume")
      #expect(try models(tool) == ["pop", "pop", nil, nil])
    }
  }

  @Test func withoutResumeAllIsDoneAgain() throws {
    try Tool.withSample { tool in
      for _ in 0..<2 { try tool.succeed("compare --models pop \(Self.output)") }
      #expect(try models(tool) == ["pop", nil, "pop", nil])
    }
  }

  @Test func aStopLeavesWhatIsDone() throws {
    try Tool.withSample { tool in
      let process = try tool.start([
        "compare", "--models", "pop,autoseqrec", "--data", "log.csv", "--json", "runs.jsonl",
        "--set", "epochs=1000000", "--report", "r.html",
      ])
      try tool.waitForFile("runs.jsonl")
      try tool.wait(for: "\"pop\"", in: "runs.jsonl")
      kill(process.processIdentifier, SIGINT)
      let outcome = try tool.outcome(of: process)
      #expect(outcome.status == 130 && outcome.output.isEmpty)
      #expect(try models(tool) == ["pop"])
      #expect(!tool.exists("r.html"))
      try tool.succeed("compare --models pop,autoseqrec --seed 0 \(Self.options) --resume")
      #expect(try models(tool) == ["pop", "autoseqrec", nil])
    }
  }

  /// Lines of others are passed over, and what a crash left of the last one; anything else is not.
  @Test func foreignAndDamagedLines() throws {
    try Tool.withSample { tool in
      try tool.succeed("evaluate --model pop \(Self.output)")
      try tool.succeed("compare --models pop \(Self.output) --resume")
      #expect(try models(tool) == ["pop", "pop", nil])
      let text = try tool.text("runs.jsonl")
      try tool.write(text + "\n{}\n" + text.prefix(200), to: "runs.jsonl")
      let command = "compare --models pop --data log.csv --json runs.jsonl --resume"
        .split(separator: " ").map(String.init)
      let taken = try tool.run(command)
      #expect(taken.status == 0)
      #expect(taken.errors.contains("1 of 1 runs"))
      // The line stays, and so it is met again.
      #expect(try tool.run(command).status == 0)
      try tool.write("no object\n" + text, to: "runs.jsonl")
      let refused = try tool.run(command)
      #expect(refused.status == 65)
      #expect(refused.errors.contains("runs.jsonl:1: expected a JSON object"))
      #expect(refused.output.isEmpty)
    }
  }

  /// Ranks that cannot be those of the test are not believed.
  @Test func wrongRanksAreNotTaken() throws {
    try Tool.withSample { tool in
      try tool.succeed("compare --models pop \(Self.output)")
      let text = try tool.text("runs.jsonl")
      for ranks in ["[1, 2]", "[]", "7", "[0]"] {
        try tool.write(
          text.replacing(/"testRanks": \[[^\]]*\]/, with: "\"testRanks\": \(ranks)"),
          to: "runs.jsonl")
        try tool.succeed("compare --models pop \(Self.output) --resume")
        #expect(try models(tool) == ["pop", nil, "pop", nil])
      }
    }
  }
}
