import Foundation
import SeqRec
import Testing

/// The losses, batches and optimizers of `gru4rec`, and the losses of `sasrec`.
@Suite struct SessionTrainingTests {
  private static let quick =
    "--data log.csv --protocol leave-one-out --set epochs=3 --set validateEvery=3 --set width=8 "
    + "--set batch=16 --quiet --seed 4"

  private func digest<M: TrainableModel>(
    of model: (Int) throws -> M, by optimizer: OptimizerRecipe, _ tool: Tool
  ) throws -> String {
    let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
    return try Trainer(optimizer, epochs: 3, batchSize: 16, seed: 4)
      .fit(model(log.itemCount), on: log.split(.leaveOneOut).train).weights.digest
  }

  private func gru4Rec<Loss: Objective>(
    _ objective: Loss, _ batching: UserBatching
  ) -> (Int) throws -> GRU4Rec<LearnedItems, DotScore, Never, Loss> {
    { n in
      try GRU4Rec(
        items: LearnedItems(count: n, width: 8), score: DotScore(biasOf: n), objective: objective,
        batching: batching)
    }
  }

  /// What the tool composes is what a program composes of the pieces.
  @Test func whatIsSetIsTheLibrarys() throws {
    try Tool.withSample { tool in
      let drawing = NegativeSampling.perBatch(20, exponent: 0.25, withTargets: true)
      let others = NegativeSampling.perBatch(0, exponent: 0.5, withTargets: true)
      let samples = "--set samples=20 --set sampleExponent=0.25"
      let gru = "--model gru4rec --set rate=0.05"
      let cases = [
        (
          "\(gru) --set batching=parallel --set optimizer=adagrad --set momentum=0.2",
          try digest(
            of: gru4Rec(SoftmaxCrossEntropy(), .sideBySide),
            by: .adagrad(rate: 0.05, momentum: 0.2), tool)
        ),
        (
          "\(gru) --set batching=parallel --set loss=sampledSoftmax --set logQ=1 \(samples)",
          try digest(
            of: gru4Rec(SampledSoftmaxCrossEntropy(drawing: drawing, logQ: 1), .sideBySide),
            by: .adam(rate: 0.05), tool)
        ),
        (
          "\(gru) --set loss=bprMax --set lambda=0.7 --set elu=0.5 \(samples)",
          try digest(
            of: gru4Rec(BPRMax(drawing: drawing, regularization: 0.7, elu: 0.5), .shuffled),
            by: .adam(rate: 0.05), tool)
        ),
        (
          "\(gru) --set loss=top1Max",
          try digest(
            of: gru4Rec(TOP1(drawing: others, weighsBySoftmax: true), .shuffled),
            by: .adam(rate: 0.05), tool)
        ),
        (
          "--model sasrec --set loss=gbce --set trainNegatives=5 --set tied=false",
          try digest(
            of: { n in
              try SASRec(
                items: LearnedItems(count: n, width: 8),
                score: DotScore(to: LearnedItems(count: n, width: 8, path: "targets")),
                objective: GeneralizedBinaryCrossEntropy(negatives: 5))
            }, by: .sasRec, tool)
        ),
        (
          "--model sasrec --set loss=sampledSoftmax --set trainNegatives=9",
          try digest(
            of: { n in
              try SASRec(
                items: LearnedItems(count: n, width: 8), score: DotScore(),
                objective: SampledSoftmaxCrossEntropy(drawing: .perSequence(9)))
            }, by: .sasRec, tool)
        ),
      ]
      for (settings, expected) in cases {
        try tool.succeed("evaluate \(Self.quick) \(settings) --json runs.jsonl")
        let found = try tool.objects("runs.jsonl").last?["weightsDigest"] as? String
        #expect(found == expected, "\(settings)")
      }
    }
  }

  @Test(arguments: [
    "gru4rec --preset session-ce", "gru4rec --preset session-bprmax", "sasrec --preset softmax",
    "sasrec --preset gsasrec",
  ])
  func presetsAreTrainedSavedAndResumed(_ model: String) throws {
    try Tool.withSample { tool in
      let train =
        "train --data log.csv --model \(model) --set width=8 --set epochs=2 --set validateEvery=1 "
        + "--protocol leave-one-out --quiet --checkpoint-every 1 --json"
      let whole = try tool.succeed("\(train) --output whole")
      try tool.succeed(
        "\(train.replacingOccurrences(of: "epochs=2", with: "epochs=1")) --output cut")
      let resumed = try tool.succeed("\(train) --output cut --resume")
      let digests = try [whole, resumed].map {
        try #require(Tool.objects(in: $0.output).first?["weightsDigest"] as? String)
      }
      #expect(digests[0] == digests[1])
      let weights = try tool.weights(in: "whole")
      let name = model.split(separator: " ")[0]
      try tool.succeed(
        "evaluate --data log.csv --protocol leave-one-out --model \(name) --weights \(weights) "
          + "--json runs.jsonl --quiet")
      let run = try tool.objects("runs.jsonl")[0]
      #expect(run["weightsDigest"] as? String == digests[0])
    }
  }

  @Test(arguments: [
    ("loss=softmax --set samples=5", "loss=softmax is among all items and draws none"),
    ("logQ=1", "only loss=sampledSoftmax has a logQ"),
    ("loss=top1 --set lambda=1", "only loss=bprMax has a lambda"),
    ("loss=sampledSoftmax --set elu=1", "elu=1.0 is for bprMax, top1Max, bpr and top1"),
    ("momentum=0.1", "adam has no momentum"),
    ("loss=crossEntropy", "one of softmax, sampledSoftmax, bprMax"),
    ("batching=sessions", "one of histories, parallel"),
    ("optimizer=sgd", "one of adam, adagrad"), ("momentum=1", "from 0 to below 1"),
    ("sampleExponent=-1", "a number from 0"), ("samples=-1", "a whole number from 0"),
  ])
  func whatHasNoPartIsRefused(_ settings: String, _ message: String) throws {
    try Tool.withSample { tool in
      let words = "evaluate --data log.csv --model gru4rec --set \(settings)"
      let outcome = try tool.run(words.split(separator: " ").map(String.init))
      #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}
