import ArgumentParser
import SeqRec

/// `seqrec tune`
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Chooses a model's hyper-parameters on validation.",
    discussion: """
      Tries the model's own grid, or what --grid says, and prints all trials and the choice. The test \
      has no part in it. --output keeps the choice for --config of the other commands.

      EXAMPLE: seqrec tune --model autoseqrec --data ratings.csv --output tuned.json
      EXAMPLE: seqrec tune --model autoseqrec --grid encoderRate=1e-4,1e-3 --grid width=64,128,256
      EXAMPLE: seqrec tune --model sasrec --data ratings.csv --protocol leave-one-out --trials 4
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "name"))
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var grid: GridOptions

  @Option(name: .customLong("protocol"), help: "Whose validation to measure on.")
  var evaluationProtocol: EvaluationProtocol = .futureInteraction

  @OptionGroup var negatives: NegativesOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all randomness is drawn from.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: "Whether items that a user already has are candidates.")
  var seen: SeenItems = .filtered

  @Option(
    help: ArgumentHelp("Write the choice, for --config.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var output: String?

  @Flag(help: "A line of JSON instead of text: what --output writes.")
  var json = false

  func run() throws {
    let recipe = try common.recipes(of: [model])[0]
    try grid.check([recipe])
    guard try !grid.grid(of: recipe).axes.isEmpty else {
      throw ToolError(
        .usage, "tune: there is nothing to select for \(model)",
        hint: "--grid names hyper-parameters and values")
    }
    try negatives.check(evaluationProtocol, seen: seen)
    let file = try output.map { path throws(ToolError) in
      try OutputFile(replacing: path, inputs: data.inputs + common.configurations)
    }
    let progress = Progress(isQuiet: common.quiet)
    defer { progress.end() }
    negatives.note(preset: common.preset, of: [recipe], to: progress)
    let workers = common.workers
    let dataset = try data.load(progress: progress, on: workers)
    let setting = EvaluationSetting(
      dataset: dataset, evaluationProtocol: evaluationProtocol,
      heldOut: try negatives.heldOut(of: dataset, by: evaluationProtocol, seen: seen),
      workers: workers)
    let tuning = try Tuning(
      recipe, preset: common.preset, options: grid, heldOut: setting.heldOut, seed: seed,
      workers: workers, progress: progress)
    progress.end()
    let line = setting.json(of: tuning).text + "\n"
    try file?.write(Array(line.utf8))
    try Console.output.write(json ? line : tuning.table + tuning.summary + tuning.sentence)
  }
}
