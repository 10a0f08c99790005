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
      EXAMPLE: seqrec compare --data ml-1m/ratings.dat --item-fields ml-1m/movies.dat --report r.html
      EXAMPLE: seqrec compare --models sasrec,pop --data ratings.csv --protocol leave-one-out
      EXAMPLE: seqrec compare --data ratings.csv --seeds 1,2,3 --json runs.jsonl --resume
      """)

  @Option(
    help: ArgumentHelp(
      "The models; the others are tested against the first.", valueName: "name,..."))
  var models = CommaList(ModelRegistry.comparedNames)

  @OptionGroup var measuring: MeasuringOptions

  @Option(
    help: ArgumentHelp("Write a report, one file that needs no other.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Users whose recommendations the report shows. (default: three by the length of their histories)",
      valueName: "id,..."))
  var reportUsers: CommaList<String>?

  @OptionGroup var titles: TitleOptions

  @Flag(help: "Take the runs that the file of --json already has from there.")
  var resume = false

  mutating func validate() throws {
    guard !resume || measuring.json != nil else {
      throw ValidationError("--resume goes on with the file of --json, which is not named")
    }
    guard report != nil || titles.itemFields == nil else {
      throw ValidationError("--item-fields is about the page of --report, which is not named")
    }
    guard let users = reportUsers?.elements else { return }
    guard report != nil || measuring.json != nil else {
      throw ValidationError("--report-users is about the page of --report, which is not named")
    }
    guard users.count <= ReportedUsers.most else {
      throw ValidationError(
        "--report-users: expected at most \(ReportedUsers.most) users, found \(users.count)")
    }
  }

  func run() throws {
    let recipes = try measuring.common.recipes(of: models.elements)
    try measuring.check(recipes)
    var outputs = try EvaluationOutputs(
      json: measuring.json, report: report, inputs: measuring.inputs + titles.inputs)
    let titles = try titles.read()
    let progress = Progress(isQuiet: measuring.common.quiet)
    defer { progress.end() }
    let setting = try measuring.setting(of: recipes, progress: progress)
    let users = try ReportedUsers(reportUsers?.elements, in: setting)
    let identities = RunIdentity(setting)
    func identity(_ recipe: any ShippedModel, _ seed: UInt64) -> String {
      identities.digest(
        recipe, preset: measuring.common.preset, seed: seed,
        selection: measuring.selection.text(of: recipe, seed: measuring.selectionSeed))
    }
    let asked = recipes.flatMap { recipe in
      measuring.allSeeds.map { seed in identity(recipe, seed) }
    }
    var records: [String: RunRecord] = [:]
    if let path = measuring.json, resume {
      records = try RunArchive.records(in: path, units: setting.heldOut.testCount)
      let count = asked.count { records[$0] != nil }
      progress.note("\(count) of \(asked.count) runs are in \(path)")
    }
    try measuring.measure(
      recipes, in: setting, progress: progress, isDone: { records[identity($0, $1)] != nil }
    ) { recipe, run in
      let isKept = report != nil || measuring.json != nil
      let insight =
        try isKept ? RunInsight(of: run, in: setting, users: users.numbers, progress) : nil
      let record = RunRecord(
        run, setting, identity: identity(recipe, run.seed), insight: insight)
      records[record.identity] = record
      outputs.append(record.line)
    }
    let comparison = try Comparison(asked.compactMap { records[$0] }, in: setting)
    outputs.append(comparison.json)
    outputs.write(
      report: ComparisonReport(
        comparison: comparison, users: users, titles: titles, command: CommandLine.arguments
      ).text)
    try Console.output.write(ComparisonTable(comparison: comparison).text)
    try outputs.check()
  }
}
