import Foundation
import SeqRec
import Testing

/// The models `bpr`, `autorec-user`, `autorec-item` and `gru4rec`.
@Suite struct TrainedBaselineTests {
  private static let quick = "--data log.csv --quiet --set epochs=4 --set validateEvery=1"

  /// The recipes are the library's models, stopped by a replay of the validation period.
  @Test func recipesAreTheLibrarysModels() throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate \(Self.quick) --model bpr,autorec-user,autorec-item,gru4rec --set width=8 "
          + "--set batch=16 --set rate=0.01 --set decay=0.001 --set patience=2 "
          + "--set penalty=0.01 --set bpr.negativePenalty=0.02 --set trainNegatives=2 "
          + "--set inputDropout=0.2 --set gru4rec.dropout=0.1 --set stateDropout=0.3 "
          + "--set maxLength=7 --set reset=afterProduct --set tied=false --seed 4 --json runs.jsonl"
      )
      let log = try InteractionLog(contentsOf: tool.url("log.csv").path)
      let split = log.split(.byTime(train: 0.8, validation: 0.1))
      let (users, n) = (log.userCount, log.itemCount)
      let trainer = Trainer(.adam(rate: 0.01, decay: 0.001), epochs: 4, batchSize: 16, seed: 4)
      func digest<M: TrainableModel, Live: LiveRecommender & ~Copyable>(
        _ model: M, _ live: @escaping (Trained<M>, InteractionLog) -> Live
      ) throws -> String {
        try trainer.fit(
          model, on: split.train,
          stopping: EarlyStopping(patience: 2) {
            var session = live($0, split.train)
            return try FutureInteraction.replay(
              split.validation, after: split.train, scoring: &session
            ).metrics(seen: .filtered).mrr
          }
        ).weights.digest
      }
      let expected = [
        try digest(
          MatrixFactorization(
            userCount: users, itemCount: n, width: 8,
            objective: BayesianPersonalizedRanking(negatives: 2),
            penalty: VectorPenalty(users: 0.01, targets: 0.01, negatives: 0.02))
        ) { $0.live(after: $1) },
        try digest(AutoRec(.users(itemCount: n), width: 8, inputDropout: 0.2)) {
          $0.live(after: $1)
        },
        try digest(AutoRec(.items(userCount: users), width: 8, inputDropout: 0.2)) {
          $0.live(after: $1)
        },
        try digest(
          GRU4Rec(
            items: LearnedItems(count: n, width: 8),
            score: DotScore(to: LearnedItems(count: n, width: 8, path: "targets"), biasOf: n),
            maxLength: 7, reset: .afterProduct, dropout: 0.1, stateDropout: 0.3)
        ) { $0.live(after: $1) },
      ]
      let runs = try tool.objects("runs.jsonl")
      #expect(runs.map { $0["weightsDigest"] as? String } == expected)
    }
  }

  /// Shapes, and what they mean, come from the file.
  @Test(arguments: [
    ("bpr", ""), ("autorec-user", ""), ("autorec-item", ""),
    ("gru4rec", "--set maxLength=9 --set reset=afterProduct --set tied=false"),
  ])
  func savedWeightsGiveTheSameAgain(_ model: String, _ settings: String) throws {
    try Tool.withSample { tool in
      try tool.succeed(
        "evaluate \(Self.quick) --model \(model) --set width=6 \(settings) "
          + "--save-weights w.safetensors --json runs.jsonl")
      try tool.succeed(
        "evaluate --data log.csv --quiet --model \(model) --weights w.safetensors --json runs.jsonl"
      )
      let runs = try tool.objects("runs.jsonl")
      #expect(Set(runs.map { $0["weightsDigest"] as? String }).count == 1)
      #expect(Set(runs.map { $0["metrics"] as? [String: [String: Double]] }).count == 1)
    }
  }
}
