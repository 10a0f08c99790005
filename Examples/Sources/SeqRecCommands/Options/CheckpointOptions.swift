import ArgumentParser
import SeqRec

/// A trained model in the place of a training.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use the model in this folder, which train has written, without training.",
      valueName: "folder"),
    completion: .directory)
  var checkpoint: String?

  /// That nothing was said which the checkpoint says itself.
  ///
  /// - Throws: `ToolError` with status 64.
  func check(
    _ common: CommonOptions, excluding options: [(name: String, isUsed: Bool)]
  ) throws(ToolError) {
    guard checkpoint != nil else { return }
    let presets = [
      (name: "--preset", isUsed: common.preset != "default"),
      (name: "--config", isUsed: !common.configurations.isEmpty),
    ]
    if let option = (options + presets).first(where: { $0.isUsed }) {
      throw ToolError(
        .usage, "--checkpoint and \(option.name) exclude each other",
        hint: "the model is used as it was trained")
    }
  }

  /// The model, if a checkpoint was named, with the hyper-parameters of `--set` in the place of its own.
  ///
  /// - Parameter models: those that were asked for.
  /// - Throws: what ``RestoredModel`` throws; `ToolError` with status 64 for a setting that does not fit.
  func restored(_ models: [String]?, _ common: CommonOptions) throws -> RestoredModel? {
    try checkpoint.map {
      try RestoredModel($0, models: models, settings: common.settings)
    }
  }
}
