import SeqRec

/// A run as its line of `--json` tells it, whether it was just done or stands in a file: what `evaluate`
/// says of one, and what it takes to compare it with others.
struct RunRecord {
  let line: JSON
  let model: String
  let seed: UInt64
  let identity: String
  /// The pessimistic ranks of the test, among the chosen candidates: by event in time order, or by user.
  let testRanks: [Int]

  init(
    _ run: EvaluationRun, _ setting: EvaluationSetting, identity: String, insight: RunInsight?
  ) {
    model = run.model
    seed = run.seed
    self.identity = identity
    testRanks = run.evaluation.test.reported.map(\.pessimistic)
    let own: [(key: String, value: JSON)] = [
      ("identity", .string(identity)), ("testRanks", .array(testRanks.map { .integer($0) })),
    ]
    let comparison = JSON.object(own + (insight?.members ?? []))
    line = .object((setting.json(of: run).members ?? []) + [(key: Self.key, value: comparison)])
  }

  /// The run of a line; nil where the line is none, or of another command.
  init?(_ line: JSON) {
    guard let model = line["model"]?.string, let seed = line["seed"].flatMap({ UInt64($0.text) }),
      let identity = line[[Self.key, "identity"]]?.string,
      let ranks = line[[Self.key, "testRanks"]]?.elements?.map({ Int($0.text) ?? 0 }),
      ranks.allSatisfy({ $0 >= 1 })
    else { return nil }
    self.line = line
    self.model = model
    self.seed = seed
    self.identity = identity
    testRanks = ranks
  }

  private static let key = "comparison"

  /// What a report shows of it beside these.
  var insight: RunInsight { RunInsight(line[Self.key] ?? .null) }

  func number(_ path: String...) -> Double? { line[path]?.number }

  /// A metric of the chosen candidates, or of another kind that a run has.
  func metric(_ name: String, of period: String = "test", _ kind: String = "metrics") -> Double {
    line[[kind, period, name]]?.number ?? 0
  }

  var hyperparameters: [(key: String, value: JSON)] { line["hyperparameters"]?.members ?? [] }

  var losses: [Double] { line["losses"]?.elements?.compactMap(\.number) ?? [] }

  /// What early stopping measured, and after which epochs.
  func validations(_ criterion: String) -> [(epoch: Double, value: Double)] {
    (line["validations"]?.elements ?? []).compactMap { point in
      guard let epoch = point["epoch"]?.number, let value = point[criterion]?.number else {
        return nil
      }
      return (epoch, value)
    }
  }
}
