import Foundation
import SeqRec
import Testing

/// `tune`, and `--config` that takes what it chose.
@Suite struct TuneTests {
  static let tune =
    "tune --model autoseqrec --data log.csv --set epochs=9 --quiet --grid width=4,8"
    + " --grid encoderRate=1e-3,1e-2 --grid lambda1=0.2,0.6,1 --grid lambda2=0,0.4"

  /// What a report says but for seconds and threads, as text.
  private static func choice(_ tool: Tool, _ line: String) throws -> String {
    var object = try #require(try Tool.objects(in: tool.succeed(line + " --json").output).first)
    for key in ["seconds", "threads", "dataset"] { object[key] = nil }
    let trials = try #require(object["trials"] as? [[String: Any]])
    object["trials"] = trials.map { trial in trial.filter { $0.key != "seconds" } }
    return try Tool.text(of: object)
  }

  @Test func everyTrialIsKept() throws {
    try Tool.withSample { tool in
      let outcome = try tool.succeed(Self.tune + " --output tuned.json")
      let object = try #require(try tool.objects("tuned.json").first)
      #expect(
        Set(object.keys) == [
          "model", "preset", "hyperparameters", "protocol", "seen", "seed", "dataset", "negatives",
          "negativesSeed", "negativesRule", "criterion", "value", "selected", "combinations",
          "trials", "seconds", "threads", "kernels", "version",
        ])
      #expect(
        object["selected"] as? [String] == [
          "width", "encoderRate", "lambda1", "lambda2", "epochs",
        ])
      #expect(object["criterion"] as? String == "MRR + Recall@10")
      let trials = try #require(object["trials"] as? [[String: Any]])
      // Four combinations, of which two go on and then one; lambdas cost no training.
      #expect(trials.map { $0["epochs"] as? Int } == [1, 1, 1, 1, 3, 3, 9])
      #expect(trials.map { $0["kept"] as? Bool }.count { $0 == true } == 3)
      let values = trials.compactMap { $0["value"] as? Double }
      #expect(values.count == 7 && object["value"] as? Double == values.max())
      let best = try #require(trials.first { $0["value"] as? Double == values.max() })
      let chosen = try #require(object["hyperparameters"] as? [String: Any])
      #expect(chosen["epochs"] as? Int == best["epochs"] as? Int)
      let tried = try #require(best["hyperparameters"] as? [String: Double])
      #expect(Set(tried.keys) == ["width", "encoderRate", "lambda1", "lambda2"])
      for (key, value) in tried { #expect(chosen[key] as? Double == value) }
      #expect(outcome.outputLines.count == 1 + 7 + 2)
      #expect(outcome.output.contains("4 of 4 combinations, 7 trials"))
      #expect(outcome.outputLines.last?.hasPrefix("autoseqrec: selected on validation") == true)
      #expect(outcome.outputLines.count { $0.hasSuffix("  chosen") } == 1)
      #expect(outcome.outputLines.allSatisfy { $0.count <= 140 })
    }
  }

  /// The best trial's value is what the library measures of a model that is trained in one go.
  @Test func theChoiceIsWhatItSays() throws {
    try Tool.withSample { tool in
      try tool.succeed(Self.tune + " --output tuned.json")
      let object = try #require(try tool.objects("tuned.json").first)
      let chosen = try #require(object["hyperparameters"] as? [String: Any])
      var options = AutoSeqRec.Options()
      options.lambda1 = try #require(chosen["lambda1"] as? Double)
      options.lambda2 = try #require(chosen["lambda2"] as? Double)
      var optimizer = OptimizerRecipe.autoSeqRec
      optimizer.rates["encoder"] = try #require(chosen["encoderRate"] as? Double)
      let split = Sample.log.split(.byTime(train: 0.8, validation: 0.1))
      let trained = try Trainer(optimizer, epochs: try #require(chosen["epochs"] as? Int)).fit(
        AutoSeqRec(
          itemCount: Sample.log.itemCount, width: try #require(chosen["width"] as? Int),
          options: options), on: split.train)
      var live = trained.live(after: split.train)
      let metrics = try FutureInteraction.replay(
        split.validation, after: split.train, scoring: &live
      ).metrics(seen: .filtered)
      let value = metrics.mrr + (metrics.recall(at: 10) ?? 0)
      #expect(abs(try #require(object["value"] as? Double) - value) < 1e-12)
    }
  }

  @Test(arguments: ["", " --protocol leave-one-out", " --trials 2 --seed 7"])
  func theChoiceIsAFunctionOfItsArguments(_ options: String) throws {
    try Tool.withSample { tool in
      let first = try Self.choice(tool, Self.tune + options + " --threads 1")
      #expect(try Self.choice(tool, Self.tune + options + " --threads 1") == first)
      #expect(try Self.choice(tool, Self.tune + options + " --threads 3") == first)
    }
  }

  /// Who takes what in the test changes neither the choice nor a trial: it is not looked at.
  @Test(
    arguments: ["autoseqrec", "sasrec"],
    [SplitRule.leaveOneOut, .byTime(train: 0.8, validation: 0.1)])
  func theTestIsNotLookedAt(_ model: String, _ rule: SplitRule) throws {
    try Tool.inFolder { tool in
      // Somebody who begins with every item, so that items keep their numbers.
      let everything = (0..<Sample.log.itemCount).map {
        "all,\(Sample.log.items[$0]),\($0 - 1000)\n"
      }
      try tool.write(
        everything.joined()
          + Sample.csv().split(separator: "\n").dropFirst().joined(separator: "\n"),
        to: "log.csv")
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      func key(_ event: Interaction) -> String { "\(event.user) \(event.timestamp) \(event.item)" }
      let tested = Set(log.split(rule).test.events.filter { $0.user > 0 }.map(key))
      let places = log.events.indices.filter { tested.contains(key(log.events[$0])) }
      var items = log.events.map(\.item)
      for (place, other) in zip(places, places.reversed()) { items[place] = log.events[other].item }
      #expect(zip(items, log.events).count { $0 != $1.item } > places.count / 2)
      try tool.write(
        zip(log.events, items).map { event, item in
          "\(log.users[event.user]),\(log.items[item]),\(Int(event.timestamp))\n"
        }.joined(), to: "other.csv")
      let grid =
        model == "sasrec"
        ? "--set epochs=2 --set width=8 --set validateEvery=1"
        : "--set epochs=3 --grid width=4,8 --grid lambda1=0,0.5,1"
      let protocolName = rule == .leaveOneOut ? "leave-one-out" : "future-interaction"
      func choice(_ file: String) throws -> String {
        try Self.choice(
          tool, "tune --model \(model) --data \(file) --protocol \(protocolName) --quiet " + grid)
      }
      #expect(try choice("log.csv") == choice("other.csv"))
    }
  }

  /// A configuration is as good as the settings that it holds.
  @Test func aConfigurationIsItsSettings() throws {
    try Tool.withSample { tool in
      try tool.succeed(Self.tune + " --output tuned.json")
      let object = try #require(try tool.objects("tuned.json").first)
      let settings = try #require(object["hyperparameters"] as? [String: Any])
        .map { key, value in
          " --set \(key)=\(key.isFlag ? "\(value as? Bool ?? false)" : "\(value)")"
        }
        .joined()
      func digest(_ options: String) throws -> String? {
        let outcome = try tool.succeed(
          "train --model autoseqrec --data log.csv --quiet --json --output \(UUID())" + options)
        return try Tool.objects(in: outcome.output).first?["weightsDigest"] as? String
      }
      let configured = try digest(" --config tuned.json")
      #expect(configured != nil)
      #expect(configured == (try digest(settings)))
      #expect(configured != (try digest("")))
      let narrow = " --config tuned.json --set width=3"
      #expect(try digest(narrow) == digest(settings + " --set width=3"))
      for command in ["evaluate", "recommend --user u1", "stream"] {
        let outcome = try tool.succeed(
          "\(command) --model autoseqrec --data log.csv --quiet --config tuned.json",
          input: "recommend u1 2\n")
        #expect(!outcome.output.isEmpty)
      }
    }
  }

  /// Each model takes its own; the report has what was taken.
  @Test func modelsTakeTheirOwnConfigurations() throws {
    try Tool.withSample { tool in
      let small = "--data log.csv --quiet --set width=6 --set epochs=1"
      try tool.succeed(
        "tune --model sasrec \(small) --grid dropout=0.3 --output s.json")
      try tool.succeed("tune --model autoseqrec \(small) --grid batch=7 --output a.json")
      try tool.succeed(
        "evaluate --model pop,sasrec,autoseqrec --data log.csv --quiet --config a.json "
          + "--config s.json --json runs.jsonl")
      let runs = try tool.objects("runs.jsonl").map { $0["hyperparameters"] as? [String: Any] }
      #expect(runs[1]?["dropout"] as? Double == 0.3 && runs[1]?["batch"] as? Int == 128)
      #expect(runs[2]?["dropout"] as? Double == 0.3 && runs[2]?["batch"] as? Int == 7)
      #expect(runs[1]?["width"] as? Int == 6 && runs[2]?["width"] as? Int == 6)
    }
  }

  static let damaged: [(text: String, message: String)] = [
    ("", "c.json:1:1: expected a value, found the end (seqrec tune --output writes one)"),
    ("{\n \"model\": x}", "c.json:2:11: expected a value, found \"x}\""),
    ("{\"model\": \"autoseqrec\",}", "c.json:1:24: expected a text in quotes"),
    ("[]", "c.json: expected an object with a text \"model\", found none"),
    ("{\"model\": 1}", "c.json: expected an object with a text \"model\", found 1"),
    (
      "{\"model\": \"autoseqrec\", \"preset\": \"default\"}",
      "c.json: expected an object with an object \"hyperparameters\", found none"
    ),
    (
      "{\"model\": \"autoseqrec\", \"preset\": \"default\", \"hyperparameters\": {\"widht\": 8}}",
      "c.json: expected hyper-parameters of autoseqrec, found widht = 8 (did you mean width?)"
    ),
    (
      "{\"model\": \"autoseqrec\", \"preset\": \"default\", \"hyperparameters\": {\"width\": 0}}",
      "c.json: width=0: expected a whole number from 1 to 65536, found \"0\""
    ),
    (
      "{\"model\": \"autoseqrec\", \"preset\": \"default\", \"hyperparameters\": {\"lambda1\": 1}}",
      "c.json: lambda1 + lambda2 is 1.0 + 0.2, which is more than 1"
    ),
  ]

  /// A key that stands for several says what it was.
  @Test func aKeyForSeveralIsReported() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "tune --model autoseqrec --data log.csv --set width=4 --set epochs=2 --quiet "
          + "--grid rate=1e-3,1e-2 --output c.json")
      let choice = try #require(try tool.objects("c.json").first)
      let trials = try #require(choice["trials"] as? [[String: Any]])
      let rates = trials.map { ($0["hyperparameters"] as? [String: Any])?["rate"] as? Double }
      #expect(Set(rates) == [1e-3, 1e-2])
    }
  }

  @Test(arguments: damaged)
  func aDamagedConfigurationIsRefused(_ damaged: (text: String, message: String)) throws {
    try Tool.withSample { tool in
      try tool.write(damaged.text, to: "c.json")
      let outcome = try tool(
        "evaluate", "--model", "autoseqrec", "--data", "log.csv", "--config", "c.json")
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("seqrec: c.json:"), "\(outcome.errors)")
      #expect(outcome.errors.contains(damaged.message), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func aConfigurationOfAnotherModelIsRefused() throws {
    try Tool.withSample { tool in
      try tool.write(
        "{\"model\": \"autoseqrec\", \"preset\": \"paper-code\", \"hyperparameters\": {}}",
        to: "c.json")
      let model = try tool("evaluate", "--model", "sasrec,pop", "--config", "c.json")
      #expect(model.status == 64)
      #expect(
        model.errors.contains(
          "expected hyper-parameters of sasrec, pop, found those of autoseqrec"))
      let preset = try tool("evaluate", "--model", "autoseqrec", "--config", "c.json")
      #expect(preset.status == 64)
      #expect(preset.errors.contains("(--preset paper-code takes it)"))
      try tool.succeed(
        "evaluate --data log.csv --model autoseqrec --preset paper-code --config c.json --quiet "
          + "--set epochs=1")
      #expect(try tool("evaluate", "--config", "none.json").status == 66)
    }
  }
}

extension String {
  /// Whether the hyper-parameter of this name is true or false, which Foundation reads as a number.
  fileprivate var isFlag: Bool {
    ["reshuffle", "silenceUntrained", "doubleCount", "coldScores"].contains(self)
  }
}
