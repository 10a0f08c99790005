import Foundation
import SeqRec
import Testing

/// The models `itemknn` and `ease`.
@Suite struct ItemItemTests {
  private static let knn =
    "--model itemknn --set neighbours=5 --set shrink=2 --set similarity=asymmetric-cosine "
    + "--set asymmetry=0.7 --set weighting=bm25 --set halfLife=3 --data log.csv --quiet"
  private static let ease =
    "--model ease --set lambda=20 --set alpha=0.5 --set halfLife=3 --data log.csv --quiet"

  private func models(_ tool: Tool) throws -> [(options: String, fitted: ItemItemModel)] {
    let train = try InteractionLog(contentsOf: tool.url("log.csv").path)
      .split(.byTime(train: 0.8, validation: 0.1)).train
    let knn = ItemKNN(
      neighbours: 5, shrink: 2, similarity: .asymmetricCosine, asymmetry: 0.7, weighting: .bm25,
      halfLife: 3)
    return try [
      (Self.knn, knn.fit(on: train)),
      (Self.ease, EASE(lambda: 20, alpha: 0.5, halfLife: 3).fit(on: train)),
    ]
  }

  @Test func settingsArePassedOn() throws {
    try Tool.withSample { tool in
      for (options, fitted) in try models(tool) {
        try tool.succeed("evaluate \(options) --ranks ranks.csv --json runs.jsonl")
        let run = try #require(try tool.objects("runs.jsonl").last)
        #expect(run["weightsDigest"] as? String == fitted.weights.digest)
        let split = try InteractionLog(contentsOf: tool.url("log.csv").path)
          .split(.byTime(train: 0.8, validation: 0.1))
        let (validation, test) = try FutureInteraction.evaluate(split) { fitted.live(after: $0) }
        let ranks = (validation.ranks(seen: .filtered) + test.ranks(seen: .filtered))
          .map { "\($0.pessimistic)" }
        let found = try tool.text("ranks.csv").split(separator: "\n").dropFirst()
          .compactMap { $0.split(separator: ",").last.map(String.init) }
        #expect(found == ranks)
      }
    }
  }

  /// All that was set when they were saved comes back; `--set` has the last word where training did not read it.
  @Test func savedWeightsBringTheirSettings() throws {
    try Tool.withSample { tool in
      for (model, options) in [("itemknn", Self.knn), ("ease", Self.ease)] {
        let saved = "\(model).safetensors"
        let weights = "evaluate --model \(model) --data log.csv --weights \(saved)"
        try tool.succeed("evaluate \(options) --json runs.jsonl --save-weights \(saved)")
        try tool.succeed("\(weights) --json runs.jsonl --quiet")
        try tool.succeed("\(weights) --json runs.jsonl --quiet --set halfLife=0")
        let runs = try tool.objects("runs.jsonl").suffix(3)
        #expect(Set(runs.map { $0["weightsDigest"] as? String }).count == 1)
        let chosen = runs.map { $0["hyperparameters"] as? [String: Any] ?? [:] }
        #expect(chosen.map { $0["halfLife"] as? Double } == [3, 3, 0])
        #expect(Set(chosen.map { "\($0["shrink"] ?? $0["lambda"] ?? "")" }).count == 1)
        let metrics = runs.map { ($0["metrics"] as? [String: [String: Double]])?["test"] }
        #expect(metrics.count == 3 && metrics.first == metrics.dropFirst().first)
        #expect(metrics.first != metrics.last)
      }
      let other = try tool.run(
        "evaluate --model itemknn --data log.csv --weights itemknn.safetensors --set neighbours=6"
          .split(separator: " ").map(String.init))
      #expect(other.status == 65)
      #expect(other.errors.contains("expected neighbours = 6, found neighbours = 5"))
    }
  }

  @Test func tooManyItemsAreRefused() throws {
    try Tool.withSample { tool in
      let refused = try tool(
        "evaluate", "--model", "ease", "--data", "log.csv", "--set", "itemLimit=3")
      #expect(refused.status == 65)
      #expect(refused.errors.contains("expected at most 3 items, found "))
    }
  }
}
