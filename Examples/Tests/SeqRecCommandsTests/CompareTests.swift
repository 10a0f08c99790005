import Foundation
import SeqRec
import Testing

/// What `compare` prints and leaves behind.
@Suite struct CompareTests {
  private static let quick = "--data log.csv --set width=8 --set epochs=3 --quiet"
  private static let three = "compare --models pop,markov,autoseqrec \(quick)"

  @Test func tableHasARowForEachModel() throws {
    try Tool.withSample { tool in
      let lines = try tool.succeed("\(Self.three) --seeds 1,2").outputLines
      #expect(lines[0].hasPrefix("log.csv: \(Sample.log.userCount) users, "))
      #expect(lines[1].contains("seeds 1,2"))
      #expect(lines[2].contains("test MRR") && lines[2].hasSuffix("p     train s"))
      #expect(lines[3...5].map { $0.prefix { $0 != " " } } == ["pop", "markov", "autoseqrec"])
      #expect(lines[3...5].allSatisfy { $0.contains(" +- ") })
      #expect(lines.contains { $0.hasPrefix("p: of the difference in test MRR to pop") })
    }
  }

  /// Under leave-one-out the mark stands beside NDCG@10, and the full ranking beside the sampled one.
  @Test func leaveOneOutHasItsOwnColumns() throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed(
        "compare --models pop,markov --data log.csv --protocol leave-one-out --quiet")
      let lines = outcome.outputLines
      let headings = ["validation NDCG@10", "test NDCG@10", "HR@10", "MRR", "full NDCG@10", "p"]
      let places = try headings.map { try #require(lines[2].range(of: $0)).upperBound }
      #expect(places == places.sorted())
      #expect(outcome.output.contains("p: of the difference in test NDCG@10 to pop"))
      #expect(outcome.output.contains("40 users have fewer than 100 items left"))
    }
  }

  @Test func oneModelIsComparedWithNothing() throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed(
        "compare --models pop --data log.csv --quiet --json runs.jsonl --report r.html")
      #expect(!outcome.output.contains("bootstrap"))
      let significance = try #require(
        try tool.objects("runs.jsonl").last?["significance"] as? [String: Any])
      #expect((significance["models"] as? [Any])?.isEmpty == true)
      #expect(try !tool.text("r.html").contains("Against pop"))
    }
  }

  /// Differences, intervals, p-values and marks are what the library says of the library's ranks.
  @Test(arguments: ["future-interaction", "leave-one-out --negatives all"])
  func significanceIsTheLibrarys(_ protocolName: String) throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed(
        "compare --models pop,markov --data log.csv --quiet --json runs.jsonl "
          + "--protocol \(protocolName)")
      let objects = try tool.objects("runs.jsonl")
      #expect(objects.count == 3)
      let significance = try #require(objects[2]["significance"] as? [String: Any])
      #expect(significance["baseline"] as? String == "pop")
      let model = try #require((significance["models"] as? [[String: Any]])?.first)
      #expect(model["model"] as? String == "markov")
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let isFuture = protocolName.hasPrefix("future")
      let pop = try ranks(of: log, isFuture) { Popularity(after: $0) }
      let markov = try ranks(of: log, isFuture) { OnlineMarkovChain(after: $0) }
      #expect(significance["units"] as? Int == pop.count)
      let metrics: [(String, RankMetric)] =
        isFuture
        ? [("MRR", .reciprocalRank), ("Recall@10", .hit(at: 10)), ("NDCG@10", .gain(at: 10))]
        : [("NDCG@10", .gain(at: 10)), ("HR@10", .hit(at: 10)), ("MRR", .reciprocalRank)]
      for (name, metric) in metrics {
        let differences = PairedDifferences(of: metric, [markov], against: [pop])
        let bootstrap = try differences.bootstrap(seed: Seed(0).child("bootstrap").child(name))
        let told = try #require((model["differences"] as? [String: [String: Any]])?[name])
        let interval = try #require(told["interval"] as? [Double])
        #expect(isClose(told["difference"], bootstrap.difference))
        #expect(isClose(interval.first, bootstrap.interval.lowerBound))
        #expect(isClose(interval.last, bootstrap.interval.upperBound))
        #expect(isClose(told["p"], bootstrap.pValue))
        // The first metric is the one that is marked; one comparison needs no correction.
        guard name == metrics[0].0 else { continue }
        #expect(isClose(model["p"], bootstrap.pValue))
        let p = bootstrap.pValue
        let mark = p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : ""
        #expect(model["mark"] as? String == mark)
        let row = try #require(outcome.outputLines.first { $0.hasPrefix("markov") })
        #expect(row.filter { $0 == "*" } == mark)
        let values = objects[0...1].map {
          ($0["metrics"] as? [String: [String: Double]])?["test"]?[name] ?? 9
        }
        #expect(abs(values[1] - values[0] - bootstrap.difference) < 1e-11)
      }
      let wilcoxon = PairedDifferences(of: .reciprocalRank, [markov], against: [pop]).wilcoxon
      #expect(isClose((model["wilcoxon"] as? [String: Any])?["p"], wilcoxon.pValue))
      #expect(
        isClose(
          (model["wilcoxon"] as? [String: Any])?["positiveRankSum"], wilcoxon.positiveRankSum))
    }
  }

  private func ranks<S: Scorer & ~Copyable>(
    of log: InteractionLog, _ isFuture: Bool, _ scorer: (InteractionLog) -> S
  ) throws -> [Int] {
    if isFuture {
      let split = log.split(.byTime(train: 0.8, validation: 0.1))
      return try FutureInteraction.evaluate(split, scorer: scorer).test.ranks(seen: .filtered)
        .map(\.pessimistic)
    }
    return try LeaveOneOut.evaluate(log.split(.leaveOneOut), negatives: [], seed: 0, scorer: scorer)
      .test.ranks(.full).map(\.pessimistic)
  }

  private func isClose(_ a: Any?, _ b: Double) -> Bool {
    guard let a = a as? Double else { return false }
    return abs(a - b) <= 1e-12 * max(1, abs(b))
  }

  /// Each p-value is corrected for all of them.
  @Test func pValuesAreCorrected() throws {
    try Tool.withSample { tool in
      try tool.succeed("\(Self.three) --json runs.jsonl")
      let significance = try #require(
        try tool.objects("runs.jsonl").last?["significance"] as? [String: Any])
      let models = try #require(significance["models"] as? [[String: Any]])
      let single = try models.map {
        try #require(($0["differences"] as? [String: [String: Any]])?["MRR"]?["p"] as? Double)
      }
      for (model, p) in zip(models, holmCorrected(single)) { #expect(isClose(model["p"], p)) }
    }
  }

  /// Lines are those of `evaluate` and what a continued comparison needs.
  @Test func linesAreThoseOfEvaluate() throws {
    try Tool.withSample { tool in
      try tool.succeed("compare --models autoseqrec \(Self.quick) --seed 4 --json a")
      try tool.succeed("evaluate --model autoseqrec \(Self.quick) --seed 4 --json b")
      let (a, b) = (try tool.objects("a")[0], try tool.objects("b")[0])
      #expect(Set(a.keys).subtracting(b.keys) == ["comparison"])
      #expect(Set(b.keys).isSubset(of: a.keys))
      for key in ["weightsDigest", "model", "preset", "protocol"] {
        #expect(a[key] as? String == b[key] as? String)
      }
      #expect(
        a["metrics"] as? [String: [String: Double]] == b["metrics"] as? [String: [String: Double]])
    }
  }

  @Test func threadsDoNotMatter() throws {
    try Tool.withSample { tool in
      for threads in [1, 2, 8] {
        try tool.succeed("\(Self.three) --threads \(threads) --json runs\(threads).jsonl")
      }
      let last = try [1, 2, 8].map { try tool.text("runs\($0).jsonl").split(separator: "\n").last }
      #expect(Set(last).count == 1)
    }
  }

  @Test func defaultRunOnTheSyntheticLogCompletes() throws {
    try Tool.inFolder { tool in
      let outcome = try tool.succeed(
        "compare --models pop,markov,autoseqrec --set epochs=10 --quiet")
      #expect(outcome.output.hasPrefix("synthetic: 600 users, 500 items, "))
      // Whoever knows order and taste beats popularity, and not by luck.
      #expect(outcome.outputLines[4].contains("***") && outcome.outputLines[5].contains("***"))
    }
  }
}
