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

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var weights: WeightsOptions
  @OptionGroup var checkpoint: CheckpointOptions

  @Option(
    help: ArgumentHelp("Write the trained weights.", valueName: "file.safetensors"),
    completion: .file())
  var saveWeights: String?

  @Option(
    help: ArgumentHelp("Write index,user,item,rank of each event.", valueName: "file.csv"),
    completion: .file())
  var ranks: String?

  func run() throws {
    try checkpoint.check(
      measuring.common,
      excluding: [
        ("--weights", weights.weights != nil), ("--select", measuring.selection.select),
        ("--seed", measuring.seed != nil || measuring.seeds != nil),
      ])
    let restored = try checkpoint.restored(model?.elements, measuring.common)
    let recipes =
      try restored.map { [$0.recipe] }
      ?? measuring.common.recipes(of: model?.elements ?? ModelRegistry.quickNames)
    let measuring = try restored.map { try self.measuring.completed(by: $0) } ?? self.measuring
    try weights.check(recipes)
    try measuring.check(recipes)
    try checkSingleRun(of: recipes)
    var outputs = try EvaluationOutputs(
      json: measuring.json, ranks: ranks, weights: saveWeights,
      inputs: measuring.inputs + weights.inputs + (restored?.files ?? []))
    let progress = Progress(isQuiet: measuring.common.quiet)
    defer { progress.end() }
    let setting = try measuring.setting(of: recipes, restored: restored, progress: progress)
    var runs: [EvaluationRun] = []
    try measuring.measure(
      recipes, in: setting, weightsPath: weights.weights, checkpoint: restored?.checkpoint,
      progress: progress
    ) { _, run in
      runs.append(run)
      outputs.append(setting.json(of: run))
    }
    if runs.count == 1 { outputs.write(runs[0], setting) }
    try Console.output.write(EvaluationTable(setting: setting, runs: runs).text)
    try outputs.check()
  }

  private func checkSingleRun(of recipes: [any ShippedModel]) throws(ToolError) {
    for (option, value) in [
      ("--ranks", ranks), ("--save-weights", saveWeights), ("--weights", weights.weights),
    ] where value != nil {
      guard recipes.count == 1, measuring.allSeeds.count == 1 else {
        throw ToolError(
          .usage,
          "\(option) needs exactly one model and one seed, found "
            + "\(recipes.count) and \(measuring.allSeeds.count)",
          hint: "name them with --model and --seed")
      }
    }
    guard weights.weights == nil || !measuring.selection.select else {
      throw ToolError(
        .usage, "--weights and --select: weights are used as they are, and nothing is selected")
    }
    if saveWeights != nil { try recipes.requireOneWithWeights(for: "--save-weights") }
  }
}
