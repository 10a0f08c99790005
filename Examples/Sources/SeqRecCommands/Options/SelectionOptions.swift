import ArgumentParser
import SeqRec

/// Hyper-parameters chosen on validation before a model is measured.
struct SelectionOptions: ParsableArguments {
  @Flag(
    help:
      "Choose hyper-parameters on validation, as seqrec tune does, then measure with the choice.")
  var select = false

  @OptionGroup var grid: GridOptions

  mutating func validate() throws {
    guard select || (grid.grid.isEmpty && grid.trials == nil) else {
      throw ValidationError("--grid and --trials say what --select tries, which is not there")
    }
  }

  /// That the options fit each other and the models.
  ///
  /// - Throws: `ToolError` with status 64.
  func check(_ recipes: [any ShippedModel]) throws(ToolError) {
    if select { try grid.check(recipes) }
  }

  /// What decides the choice of a selection for a recipe with that seed, beside what is measured; empty
  /// where nothing is chosen.
  func text(of recipe: some ShippedModel, seed: UInt64) -> String {
    guard select, let axes = try? grid.grid(of: recipe).axes, !axes.isEmpty else { return "" }
    let wishes = grid.grid.map(\.text).joined(separator: " ")
    return "\(wishes) \(grid.mostTrials) \(seed)"
  }

  /// What is chosen for a recipe; nil where nobody asked or there is nothing to choose.
  ///
  /// - Throws: what ``Tuning`` throws.
  func tuning(
    of recipe: some ShippedModel, preset: String, heldOut: HeldOut, seed: UInt64, workers: Workers,
    progress: Progress
  ) throws -> Tuning? {
    guard select, try !grid.grid(of: recipe).axes.isEmpty else { return nil }
    return try Tuning(
      recipe, preset: preset, options: grid, heldOut: heldOut, seed: seed, workers: workers,
      progress: progress)
  }
}
