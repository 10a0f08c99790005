import SeqRec

/// What the runs of one command have in common, as reports say it.
struct EvaluationSetting {
  let dataset: Dataset
  let preset: Preset
  let evaluationProtocol: EvaluationProtocol
  let seen: SeenItems
  let threads: Int

  /// One object of `--json`.
  func json(of run: EvaluationRun) -> JSON {
    let (validation, test) = (run.evaluation.validation, run.evaluation.test)
    func metrics(_ metrics: (FutureInteractionResult) -> RankingMetrics) -> JSON {
      ["validation": Self.json(metrics(validation)), "test": Self.json(metrics(test))]
    }
    return [
      "model": .string(run.model), "preset": .string(preset.rawValue),
      "protocol": .string(evaluationProtocol.rawValue), "seen": .string(seen.rawValue),
      "seed": .integer(run.seed), "dataset": dataset.json,
      "hyperparameters": .object(run.fitted.hyperparameters),
      "metrics": metrics { $0.metrics(seen: seen) },
      "metricsUnfiltered": metrics { $0.metrics(seen: .kept) },
      "metricsOptimistic": metrics { $0.optimisticMetrics(seen: seen) },
      // This protocol ranks among all items as it is.
      "metricsFullRanking": metrics { $0.metrics(seen: seen) }, "attainableShare": .null,
      "seconds": [
        "load": .number(dataset.seconds), "selection": .number(run.fitted.selectionSeconds),
        "train": .number(run.fitted.trainingSeconds),
        "validation": .number(run.evaluation.validationSeconds),
        "test": .number(run.evaluation.testSeconds),
      ],
      "epochsRun": .integer(run.fitted.epochsRun), "peakMemoryBytes": .integer(run.peakMemoryBytes),
      "threads": .integer(threads), "kernels": .string(Float.kernels.name),
      "weightsDigest": run.fitted.weights.map { .string($0.digest) } ?? .null,
      "version": .string(SeqRecTool.version),
    ]
  }

  private static func json(_ metrics: RankingMetrics) -> JSON {
    .object(metrics.named.map { (key: $0.name, value: .number($0.value)) })
  }
}
