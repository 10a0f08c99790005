import ArgumentParser
import SeqRec

/// What a selection tries.
struct GridOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Values of a hyper-parameter to try, as width=64,128, in the place of the model's own grid; "
        + "repeatable. See seqrec models.", valueName: "key=value,..."))
  var grid: [Setting] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many combinations to try: more are drawn from, the preset's among them. (default: 27)",
      valueName: "n"))
  var trials: Int?

  mutating func validate() throws {
    if let trials, trials < 1 { throw ValidationError("--trials \(trials): expected 1 or more") }
  }

  var mostTrials: Int { trials ?? 27 }

  /// The grid of a recipe: what `--grid` says for its model, or what the model declares.
  ///
  /// - Throws: `ToolError` with status 64.
  func grid<M: ShippedModel>(of recipe: M) throws(ToolError) -> SelectionGrid {
    let wishes = wishes.filter {
      ($0.model ?? M.name) == M.name && ModelRegistry.keys(of: M.self).contains($0.key)
    }
    return wishes.isEmpty
      ? SelectionGrid(declaredBy: recipe) : try SelectionGrid(wishes, for: recipe)
  }

  /// That every `--grid` is for one of the models, and that they make sound grids.
  ///
  /// - Throws: `ToolError` with status 64.
  func check(_ recipes: [any ShippedModel]) throws(ToolError) {
    for wish in wishes { _ = try ModelRegistry.places(of: wish, in: recipes) }
    for recipe in recipes { try check(recipe) }
  }

  private func check(_ recipe: some ShippedModel) throws(ToolError) {
    let grid = try grid(of: recipe)
    _ = try grid.candidates(of: recipe)
    _ = try grid.variants(of: recipe)
  }

  private var wishes: [Setting] {
    grid.map { wish in
      var wish = wish
      wish.option = "--grid"
      return wish
    }
  }
}
