import SeqRec

/// What a selection tries: for each of some hyper-parameters the values that it may take.
struct SelectionGrid: Sendable {
  /// The values of one hyper-parameter, as `--set` takes them.
  struct Axis: Hashable, Sendable {
    let key: String
    let values: [String]
    let isPostHoc: Bool
  }

  /// In the order of the model's keys; the last one changes fastest.
  let axes: [Axis]

  /// The grid that a model declares, without what is fixed for the recipe.
  init<M: ShippedModel>(declaredBy recipe: M) {
    axes = M.keys.filter {
      !$0.grid.isEmpty && !recipe.namedKeys.contains($0.name) && recipe.isTried($0.name)
    }
    .map { Axis(key: $0.name, values: $0.grid, isPostHoc: $0.isPostHoc) }
  }

  /// A grid of one's own in the place of the declared one.
  ///
  /// - Throws: `ToolError` with status 64 for a key that is fixed, named twice or the selection's own, and
  ///   for a value that the key does not take.
  init<M: ShippedModel>(_ wishes: [Setting], for recipe: M) throws(ToolError) {
    var axes: [Axis] = []
    for key in M.keys {
      let own = wishes.filter { $0.key == key.name }
      guard let wish = own.first else { continue }
      guard own.count == 1 else {
        throw ToolError(.usage, "\(own[1].place): \(key.name) has a grid already")
      }
      guard recipe.namedKeys.isDisjoint(with: [key.name] + key.standsFor) else {
        throw ToolError(.usage, "\(wish.place): --set or --config fixes \(key.name)")
      }
      guard M.epochsTried == nil || key.name != "epochs" else {
        throw ToolError(
          .usage, "\(wish.place): trials are measured after a ninth, a third and all of the epochs",
          hint: "--set epochs=N says how many these are")
      }
      let values = wish.value.split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init)
      for (place, value) in values.enumerated() {
        guard values.firstIndex(of: value) == place else {
          throw ToolError(.usage, "\(wish.place): \(value) is named twice")
        }
        var copy = recipe
        try key.set(&copy, Setting(key.name, value, option: wish.option))
      }
      axes.append(Axis(key: key.name, values: values, isPostHoc: key.isPostHoc))
    }
    self.axes = axes
  }

  /// The combinations that take a training each: those of the recipe's values where there is no axis.
  ///
  /// - Throws: `ToolError` with status 64 where there are too many, or none is sound.
  func candidates<M: ShippedModel>(of recipe: M) throws(ToolError) -> [M] {
    try combinations(of: recipe, axes.filter { !$0.isPostHoc })
  }

  /// The combinations of post-hoc values, which share a training of the recipe.
  ///
  /// - Throws: `ToolError` with status 64 where there are too many, or none is sound.
  func variants<M: ShippedModel>(of recipe: M) throws(ToolError) -> [M] {
    try combinations(of: recipe, axes.filter(\.isPostHoc))
  }

  private static var most: Int { 100_000 }

  private func combinations<M: ShippedModel>(
    of recipe: M, _ axes: [Axis]
  ) throws(ToolError) -> [M] {
    var recipes = [recipe]
    for axis in axes {
      guard recipes.count <= Self.most / axis.values.count else {
        throw ToolError(
          .usage, "the grid has more than \(Self.most.grouped) combinations",
          hint: "fewer values of \(axis.key) make it smaller")
      }
      var longer: [M] = []
      for recipe in recipes {
        for value in axis.values {
          longer.append(try recipe.applying(Setting(axis.key, value)))
        }
      }
      recipes = longer
    }
    let sound = recipes.filter { (try? $0.check()) != nil }
    if sound.isEmpty { try recipes[0].check() }
    return sound
  }
}
