import SeqRec

extension EvaluationSetting {
  /// What `tune` writes: `model`, `preset` and `hyperparameters` are what `--config` reads, the rest says
  /// where they come from.
  func json(of tuning: Tuning) -> JSON {
    .object(
      [
        ("model", .string(tuning.model)), ("preset", .string(tuning.preset)),
        ("hyperparameters", .object(tuning.choice.recipe.hyperparameters)),
        ("protocol", .string(evaluationProtocol.rawValue)),
        ("seen", .string(heldOut.seen.rawValue)), ("seed", .integer(tuning.seed)),
        ("dataset", dataset.json),
      ] + negatives + tuning.members + [
        ("seconds", ["load": .number(dataset.seconds), "selection": .number(tuning.seconds)]),
        ("threads", .integer(threads)), ("kernels", .string(Float.kernels.name)),
        ("version", .string(SeqRecTool.version)),
      ])
  }
}
