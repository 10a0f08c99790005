import ArgumentParser
import SeqRec

/// One model at work on the whole log: trained on it, with weights of a file, or restored from a checkpoint.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model. (default: \(AutoSeqRecRecipe.card.name), or the checkpoint's)", valueName: "name")
  )
  var model: String?

  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var weights: WeightsOptions
  @OptionGroup var checkpoint: CheckpointOptions

  // A number that is negative is a value, too, if a wrong one: hence `unconditional`, here and elsewhere.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all randomness is drawn from. (default: 0)", valueName: "n"))
  var seed: UInt64?

  /// The files that are read.
  func inputs(_ restored: RestoredModel?) -> [String] {
    data.inputs + weights.inputs + common.configurations + (restored?.files ?? [])
  }

  /// The checkpoint, if one was named.
  func restored() throws -> RestoredModel? {
    try checkpoint.check(
      common, excluding: [("--weights", weights.weights != nil), ("--seed", seed != nil)])
    return try checkpoint.restored(model.map { [$0] }, common)
  }

  /// Trains, or takes what is there, and reads the log with items as the model numbers them.
  ///
  /// - Throws: `ToolError` with status 65 where the log has no item that a checkpoint knows; what reading
  ///   and training throw.
  func loaded(_ restored: RestoredModel?) throws -> LoadedModel {
    let recipe =
      try restored?.recipe ?? common.recipes(of: [model ?? AutoSeqRecRecipe.card.name])[0]
    try weights.check([recipe])
    let progress = Progress(isQuiet: common.quiet)
    defer { progress.end() }
    let dataset = try data.load(progress: progress, as: restored?.manifest, on: common.workers)
    let log = restored.map { dataset.log.numberingItems(by: $0.items) } ?? dataset.log
    if let restored, !dataset.log.items.ids.contains(where: { restored.items.index(of: $0) != nil })
    {
      throw ToolError(
        .badInput,
        "\(dataset.source): expected interactions with items of the checkpoint's training, found none"
      )
    }
    // Who knows users by their numbers knows no others.
    if let restored, !recipe.isInductive { try restored.check(dataset) }
    let fitted = try recipe.fitted(
      by: FitRequest(
        dataName: dataset.source, log: log, checkpoint: restored?.checkpoint,
        weightsPath: weights.weights, seed: seed ?? 0, workers: common.workers,
        progress: progress))
    return LoadedModel(name: type(of: recipe).name, fitted: fitted, log: log)
  }
}

/// A model with the log that it works on.
struct LoadedModel {
  let name: String
  let fitted: FittedModel
  let log: InteractionLog

  /// A session after the whole log.
  func server(seen: SeenItems, titles: ItemTitles? = nil) -> Server {
    Server(fitted.session(log), log: log, seen: seen, titles: titles)
  }
}
