import ArgumentParser
import SeqRec

/// What commands that measure models have in common: on what, how, and with which seeds.
struct MeasuringOptions: ParsableArguments {
  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions

  @Option(
    name: .customLong("protocol"),
    help: "How to measure. (default: future-interaction, or what a checkpoint was trained for)")
  var chosenProtocol: EvaluationProtocol?

  @OptionGroup var negatives: NegativesOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all randomness is drawn from. (default: 0)", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Several seeds, to report mean and spread.", valueName: "n,..."))
  var seeds: CommaList<UInt64>?

  @OptionGroup var selection: SelectionOptions

  @Option(help: "Whether items that a user already has are candidates.")
  var seen: SeenItems = .filtered

  @Option(
    help: ArgumentHelp("Append a line of JSON for each model and seed.", valueName: "file"),
    completion: .file())
  var json: String?

  mutating func validate() throws {
    guard seed == nil || seeds == nil else {
      throw ValidationError("--seed and --seeds exclude each other")
    }
    guard Set(allSeeds).count == allSeeds.count else {
      throw ValidationError("--seeds: a seed is named twice")
    }
  }

  var evaluationProtocol: EvaluationProtocol { chosenProtocol ?? .futureInteraction }

  var allSeeds: [UInt64] { seeds?.elements ?? [seed ?? 0] }

  /// The seed of selections, whatever is measured with it.
  var selectionSeed: UInt64 { allSeeds[0] }

  /// The files that are read.
  var inputs: [String] { data.inputs + common.configurations }

  /// That the options fit each other and the models.
  ///
  /// - Throws: `ToolError` with status 64.
  func check(_ recipes: [any ShippedModel]) throws(ToolError) {
    try negatives.check(evaluationProtocol, seen: seen)
    try selection.check(recipes)
  }

  /// The same for a model of a checkpoint, as it was trained.
  ///
  /// - Throws: `ToolError` with status 65 where it was not trained for the protocol.
  func completed(by restored: RestoredModel) throws(ToolError) -> MeasuringOptions {
    var copy = self
    copy.chosenProtocol = try restored.evaluationProtocol(asked: chosenProtocol)
    copy.negatives = negatives.completed(by: restored.manifest)
    copy.common.preset = restored.manifest.preset
    copy.seed = restored.manifest.seed
    return copy
  }

  /// Reads the data and holds out what the models are measured on.
  ///
  /// - Throws: what ``DataOptions/load(progress:)`` throws; `ToolError` with status 65 where a part is
  ///   empty.
  func setting(
    of recipes: [any ShippedModel], restored: RestoredModel? = nil, progress: Progress
  ) throws -> EvaluationSetting {
    negatives.note(preset: common.preset, of: recipes, to: progress)
    let dataset = try data.load(progress: progress, as: restored?.manifest, on: common.workers)
    try restored?.check(dataset)
    return EvaluationSetting(
      dataset: dataset, evaluationProtocol: evaluationProtocol,
      heldOut: try negatives.heldOut(of: dataset, by: evaluationProtocol, seen: seen),
      workers: common.workers)
  }

  /// Selects hyper-parameters of each model where asked to, with the first of all seeds; trains it with each seed,
  /// or takes its weights, and measures it, in the order of tables.
  ///
  /// - Parameters:
  ///   - isDone: whether there is nothing left to do for a model and a seed.
  ///   - body: gets each run when it is done, with what it is a run of.
  func measure(
    _ recipes: [any ShippedModel], in setting: EvaluationSetting, weightsPath: String? = nil,
    checkpoint: Checkpoint? = nil, progress: Progress,
    isDone: (any ShippedModel, UInt64) -> Bool = { _, _ in false },
    _ body: (any ShippedModel, EvaluationRun) throws -> Void
  ) throws {
    for recipe in recipes {
      let seeds = allSeeds.filter { !isDone(recipe, $0) }
      guard !seeds.isEmpty else { continue }
      let tuning = try selection.tuning(
        of: recipe, preset: common.preset, heldOut: setting.heldOut, seed: selectionSeed,
        workers: setting.workers, progress: progress)
      for seed in seeds {
        let run = try EvaluationRun(
          tuning?.choice.recipe ?? recipe, preset: common.preset, seed: seed,
          heldOut: setting.heldOut, tuning: seed == selectionSeed ? tuning : nil,
          weightsPath: weightsPath, checkpoint: checkpoint, workers: setting.workers,
          progress: progress)
        try Task.checkCancellation()
        try body(recipe, run)
      }
    }
    progress.end()
  }
}
