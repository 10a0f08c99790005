import Foundation
import SeqRec
import Testing

/// The model `hybrid`.
@Suite struct HybridTests {
  private static let quick =
    "--model hybrid --data log.csv --quiet --set epochs=4 --set validateEvery=2 --set maxLength=7 "
    + "--set dropout=0.1 --set batch=16 --set width=8 --set autoencoder.epochs=2 --set autoencoder.width=6"

  /// What the tool blends is what a program blends of the pieces.
  @Test func isSASRecAutoSeqRecAndEASE() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate \(Self.quick) --protocol leave-one-out --set validateEvery=9 --seed 4 "
          + "--set sequenceShare=0.7 --set autoencoderShare=0.2 --json runs.jsonl")
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let split = log.split(.leaveOneOut)
      var options = AutoSeqRec.Options.tuned
      options.encoderDropout = 0.5
      (options.lambda1, options.lambda2) = (0.1, 0.4)
      (options.transitionWeight, options.trendWeight) = (0.1, 0)
      let autoSeqRec = try Trainer(.adam(rate: 1e-3), epochs: 2, batchSize: 64, seed: 4)
        .fit(AutoSeqRec(itemCount: log.itemCount, width: 6, options: options), on: split.train)
      let ease = try EASE(halfLife: 10).fit(on: split.train)
      let sasRec = try Trainer(.sasRec, epochs: 4, batchSize: 16, seed: 4).fit(
        SASRec(
          items: LearnedItems(count: log.itemCount, width: 8), score: DotScore(),
          objective: SoftmaxCrossEntropy(), maxLength: 7, dropout: 0.1), on: split.train)
      func blend(_ log: InteractionLog) -> some LiveRecommender & ~Copyable {
        LiveBlend(
          sasRec.live(after: log), as: "sasrec", weight: 0.7, scores: .centered,
          LiveBlend(
            autoSeqRec.live(after: log), as: "autoseqrec", weight: 0.2,
            ease.live(after: log), as: "ease", weight: 0.8), as: "", weight: 0.3)
      }
      let (_, test) = try LeaveOneOut.evaluate(split, scorer: blend)
      let expected = try #require(
        RankingMetrics(ranks: test.ranks(.sampled(100)).map(\.pessimistic)).ndcg(at: 10))
      let run = try tool.objects("runs.jsonl")[0]
      let metrics = try #require(run["metrics"] as? [String: [String: Double]])
      #expect(metrics["test"]?["NDCG@10"] == expected)
    }
  }

  @Test(arguments: ["--protocol future-interaction", "--protocol leave-one-out"])
  func isSavedAndServed(
    _ evaluation: String
  ) throws {
    try Tool.withSample { tool in
      let text = try tool.saveAndServe("\(Self.quick) \(evaluation)")
      for term in ["sasrec", "autoseqrec.", "ease."] { #expect(text.contains(term), "\(text)") }
    }
  }

  /// Shares are of what is trained already.
  @Test func sharesAreChosenAfterTraining() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate \(Self.quick) --seed 2 --save-weights w.safetensors --json runs.jsonl")
      try tool.succeed(
        "evaluate --model hybrid --data log.csv --quiet --weights w.safetensors --json runs.jsonl "
          + "--set sequenceShare=0 --set autoencoderShare=1")
      try tool.succeed(
        "evaluate --model hybrid --data log.csv --quiet --weights w.safetensors --json runs.jsonl")
      let runs = try tool.objects("runs.jsonl")
      let metrics = try runs.map { try Tool.text(of: ["value": try #require($0["metrics"])]) }
      #expect(metrics[0] == metrics[2])
      #expect(metrics[0] != metrics[1])
    }
  }

  /// A selection tries them on one training, and measures the best ones as a run with them does.
  @Test func sharesAreSelectedOnOneTraining() throws {
    try Tool.withSample { tool in
      // Shares have a say in which epoch is the best: without validations all have the same weights.
      let protocolOptions =
        "--protocol leave-one-out --negatives all --seed 3 --set validateEvery=9"
      try tool.succeed(
        "tune \(Self.quick) \(protocolOptions) --grid sequenceShare=0.2,0.9 "
          + "--grid autoencoderShare=0,0.5 --output best.json")
      let tuned = try #require(try tool.objects("best.json").first)
      #expect((tuned["trials"] as? [[String: Any]])?.count == 1)
      #expect(tuned["selected"] as? [String] == ["sequenceShare", "autoencoderShare"])
      try tool.succeed(
        "evaluate \(Self.quick) \(protocolOptions) --config best.json --save-weights w.safetensors "
          + "--json runs.jsonl")
      let served =
        "evaluate --model hybrid --data log.csv --quiet --protocol leave-one-out --negatives all "
        + "--weights w.safetensors --json runs.jsonl"
      for share in [0.2, 0.9] {
        for other in [0, 0.5] {
          try tool.succeed(
            "\(served) --set sequenceShare=\(share) --set autoencoderShare=\(other)")
        }
      }
      let values = try tool.objects("runs.jsonl").compactMap { run in
        (run["metrics"] as? [String: [String: Double]])?["validation"]?["NDCG@10"]
      }
      let value = try #require(tuned["value"] as? Double)
      try #require(values.count == 5)
      #expect(abs(values[0] - value) < 1e-12 && values[0] == values.max())
    }
  }

  @Test func refusesWhatOnePartRefuses() throws {
    try Tool.withSample { tool in
      for (setting, message) in [
        ("heads=3", "3 heads cannot share a width of 8"),
        ("autoencoder.lambda1=0.9", "lambda1 + lambda2"), ("sequenceShare=1.5", "from 0 to 1"),
        ("itemItem.lambda=-1", "from 0"),
      ] {
        let outcome = try tool.run(
          "evaluate \(Self.quick) --set \(setting)".split(separator: " ").map(String.init))
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
      }
    }
  }
}
