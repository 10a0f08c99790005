import Foundation
import SeqRec
import Testing

/// The model `sasrec`.
@Suite struct SASRecTests {
  private static let quick = "--data log.csv --model sasrec --set width=8 --quiet"

  /// Under future-interaction, the MRR of a replay of the validation period decides when to stop.
  @Test func futureInteractionStopsByItsValidation() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate \(Self.quick) --set epochs=9 --set validateEvery=2 --set patience=2 "
          + "--set maxLength=7 --set heads=2 --set norms=preNorm --set trainNegatives=3 "
          + "--set dropout=0.1 --set blocks=1 --set rate=0.01 --set beta2=0.9 --set batch=16 "
          + "--seed 4 --json runs.jsonl")
      let run = try tool.objects("runs.jsonl")[0]
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let split = log.split(.byTime(train: 0.8, validation: 0.1))
      let model = try SASRec(
        items: LearnedItems(count: log.itemCount, width: 8), score: DotScore(),
        objective: BinaryCrossEntropy(negatives: 3), blocks: 1, heads: 2, maxLength: 7,
        dropout: 0.1, norms: .preNorm)
      let trained = try Trainer(
        .adam(rate: 0.01, beta2: 0.9), epochs: 9, batchSize: 16, seed: 4
      ).fit(
        model, on: split.train,
        stopping: EarlyStopping(every: 2, patience: 2) {
          var live = $0.live(after: split.train)
          return try FutureInteraction.replay(split.validation, after: split.train, scoring: &live)
            .metrics(seen: .filtered).mrr
        })
      #expect(run["weightsDigest"] as? String == trained.weights.digest)
      #expect(run["epochsRun"] as? Int == trained.history.epochsRun)
      #expect(run["bestEpoch"] as? Int == trained.history.bestEpoch)
      let validations = try #require(run["validations"] as? [[String: Double]])
      #expect(
        validations.map { $0["epoch"] } == trained.history.validations.map { Double($0.epoch) })
      #expect(validations.allSatisfy { $0["MRR"] != nil })
      let metrics = try #require(run["metrics"] as? [String: [String: Double]])
      let best = try #require(trained.history.best?.value)
      // The weights of the best validation were restored.
      #expect(abs(try #require(metrics["validation"]?["MRR"]) - best) < 1e-12)
    }
  }

  /// The preset reaches the models that have it; the others say that they have none.
  @Test func presetsAreEachModelsOwn() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate --data log.csv --model pop,sasrec --preset movielens --set width=8 "
          + "--set epochs=1 --json runs.jsonl --quiet")
      try tool.succeed(
        "evaluate \(Self.quick) --preset paper-code --set epochs=1 --json runs.jsonl")
      let runs = try tool.objects("runs.jsonl")
      #expect(runs.map { $0["preset"] as? String } == ["default", "movielens", "paper-code"])
      let chosen = runs.map { $0["hyperparameters"] as? [String: Any] ?? [:] }
      #expect(chosen.map { $0["maxLength"] as? Int } == [nil, 200, 50])
      #expect(chosen.map { $0["dropout"] as? Double } == [nil, 0.2, 0.5])
      #expect(chosen.map { $0["withReplacement"] as? Bool } == [nil, false, true])
      #expect(chosen.map { $0["norms"] as? String } == [nil, "original", "original"])
      #expect(
        chosen.map { $0["initialization"] as? String } == [nil, "xavierNormal", "xavierUniform"])
    }
  }

  /// The preset trains as the released code does; how it measures is an option, which a note names.
  @Test func paperCodeIsTheLibrarys() throws {
    try Tool.withSample { tool in
      let line =
        "evaluate --data log.csv --model sasrec --set width=8 --set epochs=3 "
        + "--set batch=16 --set validateEvery=1 --protocol leave-one-out --negatives 50 --seed 4 "
        + "--preset paper-code --json runs.jsonl"
      let note =
        "the preset paper-code of sasrec is about training; "
        + "--protocol leave-one-out --negatives-rule paper-code measures as the released code does"
      #expect(try tool.succeed(line).errors.contains(note))
      let loose = try tool.succeed("\(line) --negatives-rule paper-code")
      #expect(!loose.errors.contains("is about training"))

      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let split = log.split(.leaveOneOut)
      var options = CausalSelfAttention.Options()
      options.initialization = .xavierUniform
      let model = try SASRec(
        items: LearnedItems(
          count: log.itemCount, width: 8,
          initializer: .xavierUniform(inputs: log.itemCount + 1, outputs: 8)),
        options: options, score: DotScore(), batching: .withReplacement)
      let trainer = Trainer(.sasRec, epochs: 3, batchSize: 16, seed: 4)
      let rules: [NegativesRule] = [.distinct, .paperCode]
      for (run, rule) in zip(try tool.objects("runs.jsonl"), rules) {
        func evaluation(_ number: Int) -> LeaveOneOut {
          LeaveOneOut(
            split, negatives: [50], rule: rule,
            users: rule == .distinct ? .all : .sample(10_000, seed: 0),
            draw: rule == .distinct ? nil : number)
        }
        let trained = try trainer.fit(
          model, on: split.train,
          stopping: EarlyStopping(patience: 5) {
            try evaluation($0.history.epochsRun).validate($0.live(after: split.train))
              .metrics(.sampled(50)).ndcg(at: 10) ?? 0
          })
        #expect(run["weightsDigest"] as? String == trained.weights.digest)
        let validations = try #require(run["validations"] as? [[String: Double]])
        for (found, expected) in zip(validations, trained.history.validations) {
          #expect(abs(try #require(found["NDCG@10"]) - expected.value) < 1e-14)
        }
        #expect(validations.count == 3)
        let metrics = try #require(run["metrics"] as? [String: [String: Double]])
        let reported = try evaluation(0).validate(trained.live(after: split.train))
          .metrics(.sampled(50)).ndcg(at: 10)
        #expect(abs(try #require(metrics["validation"]?["NDCG@10"]) - (reported ?? 2)) < 1e-14)
      }
    }
  }

  /// A resumed training meets the draws that it would have met.
  @Test func redrawnNegativesSurviveAResumption() throws {
    try Tool.withSample { tool in
      let train =
        "train --data log.csv --model sasrec --set width=8 --set validateEvery=1 "
        + "--protocol leave-one-out --negatives-rule paper-code --checkpoint-every 1 --json --quiet"
      try tool.succeed("\(train) --set epochs=2 --output cut")
      let resumed = try tool.succeed("\(train) --set epochs=4 --output cut --resume")
      let whole = try tool.succeed("\(train) --set epochs=4 --output whole")
      let objects = try [resumed, whole].map { try #require(try Tool.objects(in: $0.output).first) }
      #expect(Set(objects.map { $0["weightsDigest"] as? String }).count == 1)
      #expect(Set(objects.map { $0["validations"] as? [[String: Double]] }).count == 1)
    }
  }

  /// What decides the shapes comes from the file; what is named must be what the file has.
  @Test func savedWeightsGiveTheSameAgain() throws {
    try Tool.withSample { tool in
      for norms in ["postNorm", "original"] {
        try tool.succeed(
          "evaluate \(Self.quick) --set epochs=2 --set maxLength=9 --set blocks=3 --set heads=4 "
            + "--set norms=\(norms) --save-weights w.safetensors --json runs.jsonl")
        try tool.succeed(
          "evaluate --data log.csv --model sasrec --weights w.safetensors --json runs.jsonl --quiet"
        )
        let runs = try tool.objects("runs.jsonl").suffix(2)
        #expect(Set(runs.map { $0["weightsDigest"] as? String }).count == 1)
        #expect(Set(runs.map { $0["metrics"] as? [String: [String: Double]] }).count == 1)
        #expect(runs.map { $0["epochsRun"] as? Int } == [2, 0])
        for run in runs {
          let chosen = run["hyperparameters"] as? [String: Any] ?? [:]
          #expect(
            ["width", "maxLength", "blocks", "heads"].map { chosen[$0] as? Int } == [8, 9, 3, 4])
          #expect(chosen["norms"] as? String == norms)
        }
      }
      for (setting, message) in [
        ("width=9", "expected width = 9, found width = 8"),
        ("maxLength=50", "expected maxLength = 50, found maxLength = 9"),
        ("blocks=2", "expected blocks = 2, found blocks = 3"),
        ("heads=1", "expected heads = 1, found heads = 4"),
        ("norms=preNorm", "expected norms = preNorm, found norms = original"),
      ] {
        let outcome = try tool(
          "evaluate", "--data", "log.csv", "--model", "sasrec", "--weights", "w.safetensors",
          "--set", setting)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("w.safetensors: \(message)"), "\(outcome.errors)")
      }
      let other = try tool(
        "evaluate", "--data", "log.csv", "--model", "autoseqrec", "--weights", "w.safetensors")
      #expect(other.status == 65)
      #expect(other.errors.contains("expected weights of autoseqrec, found sasrec"))
      let synthetic = try tool("evaluate", "--model", "sasrec", "--weights", "w.safetensors")
      #expect(synthetic.status == 65)
      #expect(synthetic.errors.contains("a log with other items"))
    }
  }

  /// Somebody without history is told so; after an observation there is an answer, the library's.
  @Test func serves() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "train --data log.csv --model sasrec --output trained --set width=8 --set epochs=2 --quiet")
      let weights = "--data log.csv --model sasrec --weights \(try tool.weights(in: "trained"))"
      let log = Sample.log
      let model = try SASRec(
        items: LearnedItems(count: log.itemCount, width: 8), score: DotScore())
      let trained = try Trainer(.sasRec, epochs: 2, batchSize: 128).fit(model, on: log)
      let user = try #require(log.users.index(of: "u3"))
      let known = trained.live(after: log).recommend(3, for: user).map { log.items[$0.item] }
      let list = try tool.succeed("recommend \(weights) --user u3 --top 3 --json")
      #expect(try items(of: Tool.objects(in: list.output)[0]) == known)

      let nobody = try tool.run(
        "recommend \(weights) --user ann".split(separator: " ").map(String.init))
      #expect(nobody.status == 65)
      #expect(nobody.errors.contains("no interaction of user \"ann\""))
      #expect(nobody.output.isEmpty)

      let item = log.items[2]
      let dialogue = """
        recommend ann
        observe ann unheard-of
        recommend ann
        observe ann \(item)
        recommend ann 3
        """
      let stream = try tool.succeed("stream \(weights)", input: dialogue)
      let answers = try Tool.objects(in: stream.output)
      #expect(answers.count == 3)
      #expect((answers[0]["error"] as? String)?.hasPrefix("line 1: ") == true)
      #expect((answers[1]["error"] as? String)?.hasPrefix("line 3: ") == true)
      let expected = trained.recommend(3, afterHistory: [2]).map { log.items[$0.item] }
      #expect(try items(of: answers[2]) == expected)
    }
  }

  private func items(of answer: [String: Any]) throws -> [String] {
    try #require(answer["items"] as? [[String: Any]]).compactMap { $0["item"] as? String }
  }
}
