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
      """)

  @Option(
    help: ArgumentHelp("The models, side by side.", valueName: "name,..."))
  var model = CommaList(ModelRegistry.quickNames)

  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var weights: WeightsOptions

  @Option(name: .customLong("protocol"), help: "How to measure.")
  var evaluationProtocol: EvaluationProtocol = .futureInteraction

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
    let recipes = try common.recipes(of: model.elements)
    try weights.check(recipes)
    try negatives.check(evaluationProtocol, seen: seen)
    try selection.check(recipes)
    try checkSingleRun(of: recipes)
    let outputs = try EvaluationOutputs(
      json: json, ranks: ranks, weights: saveWeights, inputs: [data.data, weights.weights])
    let progress = Progress(isQuiet: common.quiet)
    defer { progress.end() }
    negatives.note(preset: common.preset, of: recipes, to: progress)
    let dataset = try data.load(progress: progress)
    let heldOut = try negatives.heldOut(of: dataset, by: evaluationProtocol, seen: seen)
    let workers = common.workers
    let setting = EvaluationSetting(
      dataset: dataset, evaluationProtocol: evaluationProtocol, heldOut: heldOut,
      threads: workers.count)
    var runs: [EvaluationRun] = []
    // A failure of one kind of output does not take the others away.
    var written = Result<Void, any Error>.success(())
    for recipe in recipes {
      let tuning = try selection.tuning(
        of: recipe, preset: common.preset, heldOut: heldOut, seed: allSeeds[0], workers: workers,
        progress: progress)
      for seed in allSeeds {
        let run = try EvaluationRun(
          tuning?.choice.recipe ?? recipe, preset: common.preset, seed: seed, heldOut: heldOut,
          tuning: seed == allSeeds[0] ? tuning : nil,
          weightsPath: weights.weights, workers: workers, progress: progress)
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
    guard weights.weights == nil || !selection.select else {
      throw ToolError(
        .usage, "--weights and --select: weights are used as they are, and nothing is selected")
    }
    if saveWeights != nil { try recipes.requireOneWithWeights(for: "--save-weights") }
  }
}
