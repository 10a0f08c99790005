import Foundation
import SeqRec
import Testing

/// What `evaluate` prints and leaves behind.
@Suite struct EvaluateTests {
  static let autoSeqRec =
    ["evaluate", "--model", "autoseqrec", "--data", "log.csv"] + Sample.quick

  /// A tool whose folder holds the sample as `log.csv`.
  private func withSample(_ body: (Tool) throws -> Void) throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      try body(tool)
    }
  }

  @Test func tableHasARowForEachModel() throws {
    try withSample { tool in
      let outcome = try tool.run(
        ["evaluate", "--data", "log.csv", "--threads", "3"] + Sample.quick)
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      let lines = outcome.outputLines
      #expect(
        lines[0] == "log.csv: \(Sample.log.userCount) users, \(Sample.log.itemCount) items, "
          + "\(Sample.log.count) interactions")
      #expect(lines[1].contains("seed 0, threads 3, kernels \(Float.kernels.name)"))
      #expect(
        lines[3...5].map { $0.prefix { $0 != " " } } == ["pop", "markov", "autoseqrec"])
      #expect(lines.allSatisfy { $0.count <= 100 })
    }
  }

  @Test func objectHasTheDocumentedKeys() throws {
    try withSample { tool in
      let runs = try tool.run(Self.autoSeqRec + ["--json", "runs.jsonl", "--seed", "7"])
      #expect(runs.status == 0, "\(runs.errors)")
      let object = try #require(try tool.objects("runs.jsonl").first)
      #expect(
        Set(object.keys) == [
          "model", "preset", "protocol", "seen", "seed", "dataset", "hyperparameters", "metrics",
          "negatives", "negativesSeed", "negativesRule", "shortUsers", "bestEpoch", "losses",
          "validations",
          "selection", "metricsUnfiltered", "metricsOptimistic", "metricsFullRanking",
          "attainableShare",
          "seconds", "epochsRun", "peakMemoryBytes", "threads", "kernels", "weightsDigest",
          "version",
        ])
      #expect(object["model"] as? String == "autoseqrec")
      #expect(object["preset"] as? String == "default")
      #expect(object["protocol"] as? String == "future-interaction")
      #expect(object["seen"] as? String == "filter")
      #expect(object["seed"] as? Int == 7)
      #expect(object["epochsRun"] as? Int == 3)
      #expect((object["losses"] as? [Double])?.count == 3)
      #expect(object["bestEpoch"] is NSNull && object["negatives"] is NSNull)
      #expect(object["attainableShare"] is NSNull)
      #expect((object["peakMemoryBytes"] as? Int ?? 0) > 1_000_000)
      let dataset = try #require(object["dataset"] as? [String: Any])
      #expect(
        Set(dataset.keys) == [
          "name", "users", "items", "interactions", "sha256", "minInteractions", "positive",
        ])
      #expect(dataset["name"] as? String == "log.csv")
      #expect(dataset["interactions"] as? Int == Sample.log.count)
      let seconds = try #require(object["seconds"] as? [String: Double])
      #expect(Set(seconds.keys) == ["load", "selection", "train", "validation", "test"])
      #expect(seconds["selection"] == 0)
      let chosen = try #require(object["hyperparameters"] as? [String: Any])
      #expect(chosen["width"] as? Int == 8 && chosen["epochs"] as? Int == 3)
      #expect(chosen["encoderRate"] as? Double == 1e-5 && chosen["rate"] == nil)
    }
  }

  /// As `sha256sum` prints it.
  @Test func datasetIsHashed() throws {
    try Tool.inFolder { tool in
      try tool.write((0..<10).map { "1,\($0),\($0)\n" }.joined(), to: "log.csv")
      let outcome = try tool(
        "evaluate", "--model", "pop", "--data", "log.csv", "--json", "runs.jsonl", "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let dataset = try tool.objects("runs.jsonl").first?["dataset"] as? [String: Any]
      #expect(
        dataset?["sha256"] as? String
          == "b8835353f51c8381abf2b101b7cfa47312926a77d7d153c85ebb2164265ef267")
    }
  }

  /// The library, called as the tool calls it, gives the ranks that the tool wrote.
  @Test(arguments: SeenItems.allCases)
  func ranksAreTheLibrarys(_ seen: SeenItems) throws {
    try withSample { tool in
      let outcome = try tool.run(
        Self.autoSeqRec + ["--seen", seen.rawValue, "--ranks", "ranks.csv", "--json", "runs.jsonl"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let split = log.split(.byTime(train: 0.8, validation: 0.1))
      let trained = try Trainer(.autoSeqRec, epochs: 3, batchSize: 64, seed: 0)
        .fit(AutoSeqRec(itemCount: log.itemCount, width: 8), on: split.train)
      let (validation, test) = try FutureInteraction.evaluate(split) { trained.live(after: $0) }
      let ranks = (validation.ranks(seen: seen) + test.ranks(seen: seen)).map(\.pessimistic)
      let lines = log.events.enumerated().dropFirst(split.train.count).map { index, event in
        let rank = ranks[index - split.train.count]
        return "\(index),\(log.users[event.user]),\(log.items[event.item]),\(rank)"
      }
      #expect(
        try tool.text("ranks.csv") == (["index,user,item,rank"] + lines).joined(separator: "\n")
          + "\n"
      )
      let object = try #require(try tool.objects("runs.jsonl").first)
      #expect(object["weightsDigest"] as? String == trained.weights.digest)
      let metrics = try #require(object["metrics"] as? [String: [String: Double]])
      #expect(isClose(metrics["validation"]?["MRR"], validation.metrics(seen: seen).mrr))
      #expect(isClose(metrics["test"]?["Recall@10"], test.metrics(seen: seen).recall(at: 10)))
      let optimistic = try #require(object["metricsOptimistic"] as? [String: [String: Double]])
      #expect(
        isClose(optimistic["test"]?["NDCG@10"], test.optimisticMetrics(seen: seen).ndcg(at: 10)))
      let kept = try #require(object["metricsUnfiltered"] as? [String: [String: Double]])
      #expect(isClose(kept["test"]?["MRR"], test.metrics(seen: .kept).mrr))
    }
  }

  /// Up to the rounding of Foundation's parser, which may be off by one in the last place.
  private func isClose(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return false }
    return abs(a - b) < 1e-14
  }

  @Test func savedWeightsGiveTheSameAgain() throws {
    try withSample { tool in
      let trained = try tool.run(
        Self.autoSeqRec + ["--save-weights", "w.safetensors", "--json", "a", "--ranks", "a.csv"])
      #expect(trained.status == 0, "\(trained.errors)")
      // The width comes from the file.
      let read = try tool(
        "evaluate", "--model", "autoseqrec", "--data", "log.csv", "--weights", "w.safetensors",
        "--json", "b", "--ranks", "b.csv", "--quiet")
      #expect(read.status == 0, "\(read.errors)")
      #expect(try tool.text("a.csv") == tool.text("b.csv"))
      let (a, b) = (try tool.objects("a")[0], try tool.objects("b")[0])
      #expect(a["weightsDigest"] as? String == b["weightsDigest"] as? String)
      #expect(
        a["metrics"] as? [String: [String: Double]] == b["metrics"] as? [String: [String: Double]])
      #expect((b["hyperparameters"] as? [String: Any])?["width"] as? Int == 8)
      #expect(b["epochsRun"] as? Int == 0)
    }
  }

  @Test func threadsDoNotMatter() throws {
    try withSample { tool in
      for threads in ["1", "2", "8"] {
        let outcome = try tool.run(
          Self.autoSeqRec + ["--threads", threads, "--json", "runs.jsonl"])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let objects = try tool.objects("runs.jsonl")
      #expect(objects.map { $0["threads"] as? Int } == [1, 2, 8])
      #expect(Set(objects.map { $0["weightsDigest"] as? String }).count == 1)
      #expect(Set(objects.map { $0["metrics"] as? [String: [String: Double]] }).count == 1)
    }
  }

  @Test func seedsGiveMeanAndDeviation() throws {
    try withSample { tool in
      let outcome = try tool.run(
        ["evaluate", "--data", "log.csv", "--seeds", "1,2,3", "--json", "runs.jsonl"]
          + Sample.quick)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let objects = try tool.objects("runs.jsonl")
      #expect(objects.map { $0["seed"] as? Int } == [1, 2, 3, 1, 2, 3, 1, 2, 3])
      let digests = objects.map { $0["weightsDigest"] as? String }
      #expect(digests[0..<6].allSatisfy { $0 == nil })
      #expect(Set(digests[6...]).count == 3)
      let values = objects[6...].compactMap {
        ($0["metrics"] as? [String: [String: Double]])?["validation"]?["MRR"]
      }
      let mean = values.reduce(0, +) / 3
      let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      let expected = String(format: "%.4f +- %.4f", mean, (squares / 2).squareRoot())
      let row = try #require(outcome.outputLines.first { $0.hasPrefix("autoseqrec") })
      #expect(row.contains(expected), "\(row) has no \(expected)")
    }
  }

  @Test func savedWeightsBringTheirLambdas() throws {
    try withSample { tool in
      func lambdas(_ options: String...) throws -> [Double?] {
        let outcome = try tool.run(
          ["evaluate", "--model", "autoseqrec", "--data", "log.csv", "--json", "runs.jsonl"]
            + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try #require(try tool.objects("runs.jsonl").last)
        let chosen = try #require(object["hyperparameters"] as? [String: Any])
        return [chosen["lambda1"] as? Double, chosen["lambda2"] as? Double]
      }
      let trained = try lambdas(
        "--set", "width=8", "--set", "epochs=1", "--set", "lambda1=0.1", "--set", "lambda2=0.7",
        "--save-weights", "w.safetensors")
      #expect(trained == [0.1, 0.7])
      let reused = try lambdas("--weights", "w.safetensors")
      #expect(reused == [0.1, 0.7])
      let renamed = try lambdas("--weights", "w.safetensors", "--set", "lambda1=0.2")
      #expect(renamed == [0.2, 0.7])
      let unsound = try tool(
        "evaluate", "--model", "autoseqrec", "--data", "log.csv", "--weights", "w.safetensors",
        "--set", "lambda1=0.5")
      #expect(unsound.status == 65)
      #expect(unsound.errors.contains("w.safetensors: lambda1 + lambda2 is 0.5 + 0.7"))
    }
  }

  /// Weights bring all that they were saved with, so that no preset need be remembered.
  @Test(arguments: ["autoseqrec", "sasrec", "gru4rec", "bpr", "ease"])
  func savedWeightsBringTheirRecipe(_ model: String) throws {
    try withSample { tool in
      let settings = [
        "autoseqrec": "--preset tuned --set width=8 --set epochs=2 --set trendHalfLife=7",
        "sasrec": "--preset movielens --set width=8 --set epochs=2 --set heads=2",
        "gru4rec": "--set width=8 --set epochs=2", "bpr": "--set width=8 --set epochs=2",
        "ease": "--set lambda=20 --set halfLife=3",
      ]
      let options = "evaluate --model \(model) --data log.csv --quiet --json runs.jsonl"
      try tool.succeed("\(options) \(settings[model] ?? "") --save-weights w.safetensors")
      try tool.succeed("\(options) --weights w.safetensors")
      let runs = try tool.objects("runs.jsonl")
      for key in ["hyperparameters", "weightsDigest", "metrics"] {
        #expect(try Tool.text(of: runs[0][key]) == Tool.text(of: runs[1][key]), "\(key)")
      }
    }
  }

  /// The preset and a setting on top of it reach the model.
  @Test func presetAndSettingsArePassedOn() throws {
    try withSample { tool in
      for options in [
        ["--preset", "paper-code"], ["--preset", "paper-code", "--set", "doubleCount=false"],
        ["--set", "autoseqrec.rate=0.01"], ["--set", "rate=0.01", "--set", "targetRate=1e-5"],
      ] {
        let outcome = try tool.run(Self.autoSeqRec + options + ["--json", "runs.jsonl"])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let chosen = try tool.objects("runs.jsonl").map {
        try #require($0["hyperparameters"] as? [String: Any])
      }
      #expect(chosen.map { $0["doubleCount"] as? Bool } == [true, false, false, false])
      #expect(chosen.map { $0["coldScores"] as? Bool } == [false, false, true, true])
      #expect(chosen.map { $0["encoderRate"] as? Double } == [1e-5, 1e-5, 0.01, 0.01])
      #expect(chosen.map { $0["targetRate"] as? Double } == [1e-5, 1e-5, 0.01, 1e-5])
      let digests = try tool.objects("runs.jsonl").map { $0["weightsDigest"] as? String }
      // What happens after training does not change the weights; rates do.
      #expect(digests[0] == digests[1])
      #expect(Set(digests).count == 3)
    }
  }

  /// `--json` appends; a device that takes nothing is told at the end, after the table.
  @Test func jsonIsAppendedOrRefused() throws {
    try withSample { tool in
      try tool.write("{}\n", to: "runs.jsonl")
      let arguments = ["evaluate", "--model", "pop", "--data", "log.csv", "--quiet", "--json"]
      #expect(try tool.run(arguments + ["runs.jsonl"]).status == 0)
      #expect(try tool.objects("runs.jsonl").count == 2)
      #if os(Linux)
        let full = try tool.run(arguments + ["/dev/full"])
        #expect(full.status == 73)
        #expect(full.errors.contains("no space left"))
        #expect(full.output.contains("pop"))
      #endif
    }
  }

  @Test func defaultRunOnTheSyntheticLogCompletes() throws {
    try Tool.inFolder { tool in
      let outcome = try tool(
        "evaluate", "--set", "epochs=10", "--json", "runs.jsonl", "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("synthetic: 600 users, 500 items, "))
      let objects = try tool.objects("runs.jsonl")
      #expect((objects[0]["dataset"] as? [String: Any])?["sha256"] is NSNull)
      let mrr = objects.compactMap {
        ($0["metrics"] as? [String: [String: Double]])?["test"]?["MRR"]
      }
      // Whoever knows order and taste beats popularity.
      #expect(mrr[1] > 2 * mrr[0] && mrr[2] > 2 * mrr[0])
    }
  }

  /// The share is the library's, whether seen items are kept or not, and is there only where it is known.
  @Test func shareOfTheAttainableIsReported() throws {
    let (log, oracle) = SyntheticLog().logWithOracle(seed: Seed(0))
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    let attainable = AttainableMetrics(meanOf: oracle.attainable.suffix(split.test.count))
    try Tool.inFolder { tool in
      let command = "evaluate --model pop --quiet --json runs.jsonl"
      let outcome = try tool.succeed(command)
      try tool.succeed("\(command) --seen keep")
      let objects = try tool.objects("runs.jsonl")
      let shares = try objects.map { object in
        let metrics = try #require(object["metrics"] as? [String: [String: Double]])
        let share = try #require(object["attainableShare"] as? [String: Double])
        #expect(Set(share.keys) == ["validation", "test"])
        let mrr = try #require(metrics["test"]?["MRR"])
        #expect(abs((share["test"] ?? 0) - mrr / attainable.reciprocalRank) < 1e-12)
        return share["test"] ?? 0
      }
      #expect(shares[0] > shares[1])
      #expect(outcome.outputLines[2].contains("of attainable"))
      #expect(outcome.outputLines[3].contains(String(format: " %.1f%% ", 100 * shares[0])))
      #expect(outcome.outputLines.allSatisfy { $0.count <= 100 })

      // All users and items have 5; where some are dropped, so is what is known.
      for options in ["--min-interactions 5", "--min-interactions 27", "--protocol leave-one-out"] {
        try tool.succeed("\(command) \(options)")
      }
      let others = try tool.objects("runs.jsonl").suffix(3).map { $0["attainableShare"] is NSNull }
      #expect(others == [false, true, true])
    }
  }
}
