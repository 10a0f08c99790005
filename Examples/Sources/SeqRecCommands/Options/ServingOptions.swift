import ArgumentParser
import SeqRec

/// What commands that recommend have in common: one model, trained on the whole log.
struct ServingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The model.", valueName: "name"))
  var model = AutoSeqRecRecipe.card.name

  @OptionGroup var data: DataOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var weights: WeightsOptions

  // A number that is negative is a value, too, if a wrong one: hence `unconditional`, here and elsewhere.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all randomness is drawn from.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many items to recommend.", valueName: "k"))
  var top = 10

  @Option(help: "Whether items that a user already has may be recommended.")
  var seen: SeenItems = .filtered

  mutating func validate() throws {
    guard top >= 1 else { throw ValidationError("--top \(top): expected 1 or more") }
  }

  /// Trains, or reads weights, and begins a session after the whole log.
  func server() throws -> Server {
    let recipes = try common.recipes(of: [model])
    try weights.check(recipes)
    let progress = Progress(isQuiet: common.quiet)
    defer { progress.end() }
    let dataset = try data.load(progress: progress)
    let fitted = try recipes[0].fitted(
      by: FitRequest(
        dataName: dataset.source, log: dataset.log, weightsPath: weights.weights, seed: seed,
        workers: common.workers,
        progress: progress))
    return Server(fitted.session(dataset.log), log: dataset.log, seen: seen)
  }
}
