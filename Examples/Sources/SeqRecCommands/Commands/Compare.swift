import ArgumentParser
import SeqRec

/// `seqrec compare`
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains and measures models side by side, and tells what differs from the first.",
    discussion: """
      Without --data it runs on a built-in synthetic log.

      EXAMPLE: seqrec compare
      EXAMPLE: seqrec compare --data ratings.csv --min-interactions 5 --seeds 1,2,3 --report report.html
      EXAMPLE: seqrec compare --models sasrec,pop --data ratings.csv --protocol leave-one-out
      EXAMPLE: seqrec compare --data ratings.csv --seeds 1,2,3 --json runs.jsonl --resume
      """)

  @Option(
    help: ArgumentHelp(
      "The models; the others are tested against the first.", valueName: "name,..."))
  var models = CommaList(ModelRegistry.quickNames)

  @OptionGroup var measuring: MeasuringOptions

  @Option(
    help: ArgumentHelp("Write a report, one file that needs no other.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Flag(help: "Take the runs that the file of --json already has from there.")
  var resume = false

  mutating func validate() throws {
    guard !resume || measuring.json != nil else {
      throw ValidationError("--resume goes on with the file of --json, which is not named")
    }
  }

  func run() throws {
    let recipes = try measuring.common.recipes(of: models.elements)
    try measuring.check(recipes)
    var outputs = try EvaluationOutputs(
      json: measuring.json, report: report, inputs: [measuring.data.data])
    let archive = resume ? try measuring.json.map(RunArchive.init(contentsOf:)) : nil
    let progress = Progress(isQuiet: measuring.common.quiet)
    defer { progress.end() }
    let setting = try measuring.setting(of: recipes, progress: progress)
    let identity = RunIdentity(setting, selection: "\(measuring.select)")
    func digest(_ recipe: any ShippedModel, _ seed: UInt64) -> String {
      identity.digest(recipe, preset: measuring.common.preset, seed: seed)
    }
    func recorded(_ recipe: any ShippedModel, _ seed: UInt64) -> RunRecord? {
      archive?.record(digest(recipe, seed), units: setting.heldOut.testCount)
    }
    var records = recipes.flatMap { recipe in
      measuring.allSeeds.compactMap { recorded(recipe, $0) }
    }
    if let path = measuring.json, archive != nil {
      let count = recipes.count * measuring.allSeeds.count
      progress.note("\(records.count) of \(count) runs are in \(path)")
    }
    try measuring.measure(
      recipes, in: setting, progress: progress, isDone: { recorded($0, $1) != nil }
    ) { recipe, run in
      let record = RunRecord(run, setting, identity: digest(recipe, run.seed))
      records.append(record)
      outputs.append(record.line)
    }
    let order = recipes.flatMap { recipe in measuring.allSeeds.map { (type(of: recipe).name, $0) } }
    let comparison = try Comparison(
      order.compactMap { model, seed in
        records.first { $0.model == model && $0.seed == seed }
      }, in: setting)
    outputs.append(comparison.json)
    outputs.write(
      report: ComparisonReport(comparison: comparison, command: CommandLine.arguments).text)
    try Console.output.write(ComparisonTable(comparison: comparison).text)
    try outputs.check()
  }
}
