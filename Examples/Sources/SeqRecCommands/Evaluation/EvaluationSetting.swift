import SeqRec

/// What the runs of one command have in common, as reports say it.
struct EvaluationSetting {
  let dataset: Dataset
  let evaluationProtocol: EvaluationProtocol
  let heldOut: HeldOut
  let workers: Workers

  var threads: Int { workers.count }

  /// One object of `--json`.
  func json(of run: EvaluationRun) -> JSON {
    .object(
      [
        ("model", .string(run.model)), ("preset", .string(run.preset)),
        ("protocol", .string(evaluationProtocol.rawValue)),
        ("seen", .string(heldOut.seen.rawValue)), ("seed", .integer(run.seed)),
        ("dataset", dataset.json),
        ("hyperparameters", .object(run.fitted.hyperparameters)),
        ("selection", run.tuning.map { .object($0.members) } ?? .null),
      ] + negatives + [("shortUsers", shortUsers(of: run.evaluation))]
        + metrics(of: run.evaluation)
        + [("seconds", seconds(of: run))]
        + run.fitted.history.members(criterion: heldOut.criterion) + [
          ("peakMemoryBytes", .integer(run.peakMemoryBytes)), ("threads", .integer(threads)),
          ("kernels", .string(Float.kernels.name)),
          ("weightsDigest", run.fitted.weights.map { .string($0.digest) } ?? .null),
          ("version", .string(SeqRecTool.version)),
        ])
  }

  /// What targets are ranked against.
  var negatives: [(key: String, value: JSON)] {
    guard let negatives = heldOut.negatives else {
      return ["negatives", "negativesSeed", "negativesRule"].map { ($0, .null) }
    }
    let isSampled = negatives.count != nil
    return [
      ("negatives", negatives.count.map { .integer($0) } ?? "all"),
      ("negativesSeed", isSampled ? .integer(negatives.seed) : .null),
      ("negativesRule", isSampled ? .string(negatives.rule.rawValue) : .null),
    ]
  }

  private func shortUsers(of evaluation: Evaluation) -> JSON {
    guard heldOut.negatives != nil else { return .null }
    return [
      "validation": .integer(evaluation.validation.shortUserCount),
      "test": .integer(evaluation.test.shortUserCount),
    ]
  }

  private func metrics(of evaluation: Evaluation) -> [(key: String, value: JSON)] {
    func both(_ metrics: (PeriodRanks) -> RankingMetrics) -> JSON {
      [
        "validation": Self.json(metrics(evaluation.validation)),
        "test": Self.json(metrics(evaluation.test)),
      ]
    }
    return [
      ("metrics", both(\.metrics)), ("metricsUnfiltered", both(\.unfilteredMetrics)),
      ("metricsOptimistic", both(\.optimisticMetrics)),
      ("metricsFullRanking", both(\.fullMetrics)),
      ("attainableShare", attainableShare(of: evaluation)),
    ]
  }

  private func attainableShare(of evaluation: Evaluation) -> JSON {
    guard let validation = evaluation.validation.attainableShare,
      let test = evaluation.test.attainableShare
    else { return .null }
    return ["validation": .number(validation), "test": .number(test)]
  }

  private func seconds(of run: EvaluationRun) -> JSON {
    [
      "load": .number(dataset.seconds), "selection": .number(run.tuning?.seconds ?? 0),
      "train": .number(run.fitted.trainingSeconds),
      "validation": .number(run.evaluation.validationSeconds),
      "test": .number(run.evaluation.testSeconds),
    ]
  }

  private static func json(_ metrics: RankingMetrics) -> JSON {
    .object(metrics.named.map { (key: $0.name, value: .number($0.value)) })
  }
}
