import ArgumentParser
import SeqRec

/// `seqrec evaluate`
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains models and measures them on what came later.",
    discussion: """
      Without --data it runs on a built-in synthetic log.

      EXAMPLE: seqrec evaluate
      EXAMPLE: seqrec evaluate --data ratings.csv --min-interactions 5 --seeds 1,2,3
      EXAMPLE: seqrec evaluate --model autoseqrec --data ratings.csv --set width=64 --json runs.jsonl
      EXAMPLE: seqrec evaluate --model pop,sasrec --data ratings.csv --protocol leave-one-out
      EXAMPLE: seqrec evaluate --checkpoint trained --data ratings.csv
      """)

  @Option(
    help: ArgumentHelp(
      "The models, side by side. (default: \(CommaList(ModelRegistry.quickNames).defaultValueDescription))",
      valueName: "name,..."))
  var model: CommaList<String>?

  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var weights: WeightsOptions
  @OptionGroup var checkpoint: CheckpointOptions

  @Option(
    name: .customLong("protocol"),
    help: "How to measure. (default: future-interaction, or what the checkpoint was trained for)")
  var evaluationProtocol: EvaluationProtocol?

  @OptionGroup var negatives: NegativesOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all randomness is drawn from. (default: 0)", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Several seeds, to report mean and spread.", valueName: "n,..."))
  var seeds: CommaList<UInt64>?

  @Flag(help: "Choose lambda1 and lambda2 on validation, then measure with the choice.")
  var select = false

  @Option(help: "Whether items that a user already has are candidates.")
  var seen: SeenItems = .filtered

  @Option(
    help: ArgumentHelp("Write the trained weights.", valueName: "file.safetensors"),
    completion: .file())
  var saveWeights: String?

  @Option(
    help: ArgumentHelp("Write index,user,item,rank of each event.", valueName: "file.csv"),
    completion: .file())
  var ranks: String?

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

  private var allSeeds: [UInt64] { seeds?.elements ?? [seed ?? 0] }

  func run() throws {
    try checkpoint.check(
      common,
      excluding: [
        ("--weights", weights.weights != nil), ("--select", select),
        ("--seed", seed != nil || seeds != nil),
      ])
    let restored = try checkpoint.restored(model?.elements, common)
    let recipes =
      try restored.map { [$0.recipe] }
      ?? common.recipes(of: model?.elements ?? ModelRegistry.quickNames)
    let evaluationProtocol =
      try restored?.evaluationProtocol(asked: evaluationProtocol) ?? evaluationProtocol
      ?? .futureInteraction
    let negatives = restored.map { self.negatives.completed(by: $0.manifest) } ?? self.negatives
    let preset = restored?.manifest.preset ?? common.preset
    let allSeeds = restored.map { [$0.manifest.seed] } ?? self.allSeeds
    try weights.check(recipes)
    try negatives.check(evaluationProtocol, seen: seen)
    try checkSelection(of: recipes, by: evaluationProtocol)
    try checkSingleRun(of: recipes)
    let outputs = try EvaluationOutputs(
      json: json, ranks: ranks, weights: saveWeights,
      inputs: [data.data, weights.weights] + (restored?.files ?? []))
    let progress = Progress(isQuiet: common.quiet)
    defer { progress.end() }
    negatives.note(preset: preset, of: recipes, to: progress)
    let dataset = try data.load(progress: progress, as: restored?.manifest)
    try restored?.check(dataset)
    let heldOut = try negatives.heldOut(of: dataset, by: evaluationProtocol, seen: seen)
    let workers = common.workers
    let setting = EvaluationSetting(
      dataset: dataset, evaluationProtocol: evaluationProtocol, heldOut: heldOut,
      threads: workers.count)
    var runs: [EvaluationRun] = []
    // A failure of one kind of output does not take the others away.
    var written = Result<Void, any Error>.success(())
    for recipe in recipes {
      for seed in allSeeds {
        let run = try EvaluationRun(
          recipe, preset: preset, seed: seed, heldOut: heldOut, selects: select,
          weightsPath: weights.weights, checkpoint: restored?.checkpoint, workers: workers,
          progress: progress)
        try Task.checkCancellation()
        runs.append(run)
        written = written.flatMap { Result { try outputs.append(run, setting) } }
      }
    }
    progress.end()
    if runs.count == 1 {
      let files = Result { try outputs.write(runs[0], setting) }
      written = written.flatMap { files }
    }
    try Console.output.write(EvaluationTable(setting: setting, runs: runs).text)
    try written.get()
  }

  private func checkSelection(
    of recipes: [any ShippedModel], by evaluationProtocol: EvaluationProtocol
  ) throws(ToolError) {
    guard select else { return }
    guard evaluationProtocol == .futureInteraction else {
      throw ToolError(
        .usage,
        "--select replays the validation period of future-interaction, found "
          + evaluationProtocol.rawValue)
    }
    let selected = recipes.flatMap { type(of: $0).card.selected }
    guard !selected.isEmpty else {
      throw ToolError(.usage, "--select: none of the models has something to select")
    }
    if let setting = common.settings.first(where: { selected.contains($0.key) }) {
      throw ToolError(.usage, "--set \(setting.text): --select chooses \(setting.key) itself")
    }
  }

  private func checkSingleRun(of recipes: [any ShippedModel]) throws(ToolError) {
    for (option, value) in [
      ("--ranks", ranks), ("--save-weights", saveWeights), ("--weights", weights.weights),
    ] where value != nil {
      guard recipes.count == 1, allSeeds.count == 1 else {
        throw ToolError(
          .usage,
          "\(option) needs exactly one model and one seed, found "
            + "\(recipes.count) and \(allSeeds.count)",
          hint: "name them with --model and --seed")
      }
    }
    if saveWeights != nil { try recipes.requireOneWithWeights(for: "--save-weights") }
  }
}
