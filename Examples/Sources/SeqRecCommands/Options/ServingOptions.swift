import ArgumentParser
import SeqRec

/// What commands that recommend have in common.
struct ServingOptions: ParsableArguments {
  @OptionGroup var model: ModelOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many items to recommend.", valueName: "k"))
  var top = 10

  @Option(help: "Whether items that a user already has may be recommended.")
  var seen: SeenItems = .filtered

  mutating func validate() throws {
    guard top >= 1 else { throw ValidationError("--top \(top): expected 1 or more") }
  }
}
