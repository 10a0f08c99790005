import Foundation
import SeqRec
import Testing

/// `evaluate --protocol leave-one-out`
@Suite struct LeaveOneOutTests {
  /// More items than anybody has besides a hundred others.
  private static let log: InteractionLog = {
    var world = SyntheticLog()
    world.users = 30
    world.items = 140
    world.eventsPerUser = 12
    return world.log(seed: Seed(8))
  }()

  private func withLog(_ body: (Tool, InteractionLog) throws -> Void) throws {
    try Tool.inFolder { tool in
      let log = Self.log
      try tool.write(
        log.events.map { "\(log.users[$0.user]),\(log.items[$0.item]),\(Int($0.timestamp))\n" }
          .joined(), to: "log.csv")
      try body(tool, try InteractionLog(contentsOf: tool.url("log.csv").path))
    }
  }

  private static let command = "evaluate --data log.csv --protocol leave-one-out --quiet"
  private static let quick = "--set width=8 --set epochs=3"

  private func isClose(_ a: Any?, _ b: Double?) -> Bool {
    guard let a = a as? Double, let b else { return false }
    return abs(a - b) < 1e-14
  }

  /// The library, called as the tool calls it, gives the tool's figures, whatever the model's seed.
  @Test(arguments: ["50", "99", "100", "all"], [0, 5] as [UInt64])
  func figuresAreTheLibrarys(_ negatives: String, _ seed: UInt64) throws {
    try withLog { tool, log in
      try tool.succeed(
        "\(Self.command) \(Self.quick) --model pop,markov,autoseqrec,sasrec --negatives \(negatives) "
          + (negatives == "all" ? "" : "--negatives-seed \(seed) ") + "--seed 3 --json runs.jsonl")
      let runs = try tool.objects("runs.jsonl")
      #expect(
        runs.map { $0["model"] as? String } == ["pop", "markov", "autoseqrec", "sasrec"])
      let split = log.split(.leaveOneOut)
      let count = Int(negatives)
      let counts = count.map { [$0] } ?? []
      let set = count.map(CandidateSet.sampled) ?? .full
      let evaluation = LeaveOneOut(split, negatives: counts, seed: seed)
      var options = CausalSelfAttention.Options()
      options.maxLength = 50
      let model = try SASRec(
        items: LearnedItems(count: log.itemCount, width: 8), options: options, score: DotScore())
      let sasRec = try Trainer(.sasRec, epochs: 3, batchSize: 128, seed: 3).fit(
        model, on: split.train,
        stopping: EarlyStopping(every: 10, patience: 5) {
          try evaluation.validate($0.live(after: split.train)).metrics(set).ndcg(at: 10) ?? 0
        })
      let results = [
        try LeaveOneOut.evaluate(split, negatives: counts, seed: seed) { Popularity(after: $0) },
        try LeaveOneOut.evaluate(split, negatives: counts, seed: seed) { sasRec.live(after: $0) },
      ]
      for (run, result) in zip([runs[0], runs[3]], results) {
        let metrics = try #require(run["metrics"] as? [String: [String: Any]])
        let full = try #require(run["metricsFullRanking"] as? [String: [String: Any]])
        let all = try #require(run["metricsUnfiltered"] as? [String: [String: Any]])
        let optimistic = try #require(run["metricsOptimistic"] as? [String: [String: Any]])
        for (period, result) in [("validation", result.validation), ("test", result.test)] {
          for k in [5, 10, 20, 50] {
            #expect(isClose(metrics[period]?["HR@\(k)"], result.metrics(set).hitRate(at: k)))
            #expect(isClose(metrics[period]?["NDCG@\(k)"], result.metrics(set).ndcg(at: k)))
            #expect(isClose(full[period]?["NDCG@\(k)"], result.metrics(.full).ndcg(at: k)))
          }
          #expect(isClose(metrics[period]?["MRR"], result.metrics(set).mrr))
          #expect(isClose(full[period]?["MRR"], result.metrics(.full).mrr))
          #expect(isClose(all[period]?["MRR"], result.metrics(.unfiltered).mrr))
          #expect(isClose(optimistic[period]?["MRR"], result.optimisticMetrics(set).mrr))
        }
        #expect(run["negatives"] as? Int == count)
        #expect(count != nil || run["negatives"] as? String == "all")
        #expect(run["negativesSeed"] as? UInt64 == (count == nil ? nil : seed))
        #expect(run["shortUsers"] as? [String: Int] == ["validation": 0, "test": 0])
      }
      #expect(runs[3]["weightsDigest"] as? String == sasRec.weights.digest)
      #expect(runs[3]["bestEpoch"] as? Int == 3)
      let validations = try #require(runs[3]["validations"] as? [[String: Double]])
      #expect(validations.count == 1 && Set(validations[0].keys) == ["epoch", "NDCG@10"])
      #expect(isClose(validations[0]["NDCG@10"], sasRec.history.best?.value))
      #expect((runs[3]["losses"] as? [Double])?.count == 3)
    }
  }

  /// Seeds of trainings do not change the candidates, and seeds of candidates do.
  @Test func seedsOfTrainingsDoNotDrawNegatives() throws {
    try withLog { tool, _ in
      try tool.succeed("\(Self.command) --model pop --seeds 1,2 --json runs.jsonl")
      try tool.succeed("\(Self.command) --model pop --negatives-seed 1 --json runs.jsonl")
      try tool.succeed("\(Self.command) --model pop --negatives-rule paper-code --json runs.jsonl")
      let runs = try tool.objects("runs.jsonl")
      let figures = runs.map { $0["metrics"] as? [String: [String: Double]] }
      #expect(figures[0] == figures[1])
      #expect(Set(figures).count == 3)
      #expect(
        runs.map { $0["negativesRule"] as? String }
          == ["distinct", "distinct", "distinct", "paper-code"])
      let full = runs.map { $0["metricsFullRanking"] as? [String: [String: Double]] }
      #expect(Set(full).count == 1)
    }
  }

  /// Each user's last but one event, then each user's last, with its place in the log and its rank.
  @Test func ranksAreOfTheHeldOutEvents() throws {
    try withLog { tool, log in
      try tool.succeed("\(Self.command) --model markov --negatives all --ranks r.csv")
      let (validation, test) = try LeaveOneOut.evaluate(
        log.split(.leaveOneOut), negatives: []
      ) { OnlineMarkovChain(after: $0) }
      var lines = ["index,user,item,rank"]
      for (fromEnd, result) in [(2, validation), (1, test)] {
        let ranks = Dictionary(
          uniqueKeysWithValues: zip(result.users, result.ranks(.full).map(\.pessimistic)))
        for (index, event) in log.events.enumerated() {
          let left = log.events[index...].count { $0.user == event.user }
          guard left == fromEnd, let rank = ranks[event.user] else { continue }
          lines.append("\(index),\(log.users[event.user]),\(log.items[event.item]),\(rank)")
        }
      }
      #expect(lines.count == 1 + 2 * log.userCount)
      #expect(try tool.text("r.csv") == lines.joined(separator: "\n") + "\n")
    }
  }

  @Test func tableSaysWhatIsSampled() throws {
    try withLog { tool, _ in
      let sampled = try tool.succeed(
        "\(Self.command) \(Self.quick) --model pop,sasrec --negatives 50")
      #expect(
        sampled.outputLines[1].hasPrefix("leave-one-out, sampled(50), preset default, seed 0"))
      #expect(sampled.outputLines[2].contains("full NDCG@10"))
      #expect(sampled.output.contains("\nsampled(50): it is ranked against 50 drawn items"))
      #expect(sampled.output.contains("\nsasrec, seed 0: weights "))
      #expect(sampled.output.contains("3 epochs, the best after epoch 3"))
      #expect(sampled.outputLines.allSatisfy { $0.count <= 100 })
      let full = try tool.succeed("\(Self.command) --model pop --negatives all")
      #expect(full.outputLines[1].hasPrefix("leave-one-out, full ranking, preset default"))
      #expect(!full.output.contains("sampled") && !full.outputLines[2].contains("full"))
    }
  }

  @Test func usersWithTooFewItemsAreCounted() throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed("\(Self.command) --model pop --negatives 50 --json runs.jsonl")
      let short = try tool.objects("runs.jsonl")[0]["shortUsers"] as? [String: Int]
      let users = Sample.log.userCount
      #expect(short == ["validation": users, "test": users])
      #expect(outcome.output.contains("\(users) users have fewer than 50 items left"))
    }
  }

  /// The released code evaluates 10,000 users at most, others for validation than for the test.
  @Test func paperCodeDrawsUsers() throws {
    try Tool.inFolder { tool in
      let users = 10_020
      let lines = (0..<users).map { user in
        (0..<3).map { "\(user),\((user * 7 + $0 * (1 + user % 3)) % 31),\($0)\n" }.joined()
      }
      try tool.write(lines.joined(), to: "log.csv")
      let drawn = try tool.succeed(
        "\(Self.command) --model pop --negatives-rule paper-code --ranks r.csv")
      #expect(drawn.output.contains("\n10,000 of 10,020 users were drawn for each period\n"))
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let evaluated = try tool.text("r.csv").split(separator: "\n").dropFirst().map { line in
        try #require(Int(line.prefix { $0 != "," }))
      }
      #expect(evaluated.count == 20_000)
      let places = evaluated.map { log.events[$0] }
      #expect(places.prefix(10_000).allSatisfy { $0.timestamp == 1 })
      #expect(places.suffix(10_000).allSatisfy { $0.timestamp == 2 })
      let periods = [places.prefix(10_000), places.suffix(10_000)].map { Set($0.map(\.user)) }
      #expect(periods.allSatisfy { $0.count == 10_000 } && periods[0] != periods[1])
      let all = try tool.succeed("\(Self.command) --model pop --ranks all.csv")
      #expect(!all.output.contains("were drawn"))
      #expect(try tool.text("all.csv").split(separator: "\n").count == 1 + 2 * users)
    }
  }

  @Test func seenItemsAreKeptInTheFullRanking() throws {
    try withLog { tool, _ in
      try tool.succeed(
        "\(Self.command) --model pop --negatives all --seen keep --json runs.jsonl")
      let run = try tool.objects("runs.jsonl")[0]
      let figures = ["metrics", "metricsUnfiltered", "metricsFullRanking"].map {
        run[$0] as? [String: [String: Double]]
      }
      #expect(figures[0] != nil && Set(figures).count == 1)
    }
  }
}
