/// The models by name, in the order of tables.
enum ModelRegistry {
  static let models: [any ShippedModel.Type] = [
    PopularityRecipe.self, MarkovRecipe.self, ItemKNNRecipe.self, EASERecipe.self,
    BPRRecipe.self, UserAutoRecRecipe.self, ItemAutoRecRecipe.self, AutoSeqRecRecipe.self,
    GRU4RecRecipe.self, SASRecRecipe.self, Variant1Recipe.self, Variant2Recipe.self,
    HybridRecipe.self,
  ]

  static var names: [String] { models.map { $0.name } }

  /// Those that train in moments, which a command without names measures.
  static let quickNames = ["pop", "markov", "autoseqrec"]

  /// Those that a comparison without names is of.
  static let comparedNames = ["pop", "markov", "itemknn", "autorec-item", "autoseqrec"]

  /// The recipes of the named models under a preset, which at least one of them must have, and settings.
  ///
  /// - Throws: `ToolError` with status 64 for an unknown or repeated model, a preset or a key that fits
  ///   none of them, or a value that a key does not take.
  static func recipes(
    _ names: [String], preset: String, configurations: [Configuration] = [], settings: [Setting]
  ) throws(ToolError) -> [any ShippedModel] {
    var recipes: [any ShippedModel] = []
    for name in names {
      guard !recipes.contains(where: { type(of: $0).name == name }) else {
        throw ToolError(.usage, "the model \(name) is named twice")
      }
      recipes.append(try model(name).init(preset: preset))
    }
    try check(preset, of: recipes.map { type(of: $0) })
    for configuration in configurations {
      let place = try configuration.place(in: recipes, preset: preset)
      recipes[place] = try configuration.applied(to: recipes[place])
    }
    return try applying(settings, to: recipes)
  }

  /// The recipes with settings, each of which must fit one of them.
  ///
  /// - Throws: `ToolError` with status 64.
  static func applying(
    _ settings: [Setting], to recipes: [any ShippedModel]
  ) throws(ToolError) -> [any ShippedModel] {
    var recipes = recipes
    for setting in settings {
      for place in try places(of: setting, in: recipes) {
        recipes[place] = try recipes[place].applying(setting)
      }
    }
    for recipe in recipes { try recipe.check() }
    return recipes
  }

  /// Which of the recipes a setting is for, which is one at least.
  ///
  /// - Throws: `ToolError` with status 64.
  static func places(
    of setting: Setting, in recipes: [any ShippedModel]
  ) throws(ToolError) -> [Int] {
    let addressed = recipes.indices.filter {
      setting.model == nil || setting.model == type(of: recipes[$0]).name
    }
    guard !addressed.isEmpty else {
      throw notChosen(setting, among: recipes.map { type(of: $0).name })
    }
    let fitting = addressed.filter { keys(of: type(of: recipes[$0])).contains(setting.key) }
    guard !fitting.isEmpty else {
      throw unknownKey(setting, of: addressed.map { type(of: recipes[$0]) })
    }
    return fitting
  }

  static func model(_ name: String) throws(ToolError) -> any ShippedModel.Type {
    guard let model = models.first(where: { $0.name == name }) else {
      throw ToolError(
        .usage, "unknown model \"\(name)\"", hint: NearNames(to: name, among: names).hint)
    }
    return model
  }

  private static func check(
    _ preset: String, of models: [any ShippedModel.Type]
  ) throws(ToolError) {
    let known = models.flatMap { $0.presetNames }
    guard !known.contains(preset) else { return }
    let there = known.indices.filter { known.firstIndex(of: known[$0]) == $0 }.map { known[$0] }
    let names = models.map { $0.name }.joined(separator: ", ")
    throw ToolError(
      .usage, "--preset \(preset): no preset of \(names) is called \"\(preset)\"",
      hint: NearNames(to: preset, among: there).question
        ?? "there is \(there.joined(separator: ", "))")
  }

  static func keys(of model: any ShippedModel.Type) -> [String] {
    func names<M: ShippedModel>(_: M.Type) -> [String] { M.keys.map(\.name) }
    return names(model)
  }

  private static func notChosen(_ setting: Setting, among names: [String]) -> ToolError {
    ToolError(
      .usage,
      "\(setting.place): \(setting.model ?? "") is none of the models "
        + names.joined(separator: ", "),
      hint: NearNames(to: setting.model ?? "", among: names).question)
  }

  private static func unknownKey(
    _ setting: Setting, of models: [any ShippedModel.Type]
  ) -> ToolError {
    let names = models.map { $0.name }.joined(separator: ", ")
    let known = models.flatMap(keys)
    return ToolError(
      .usage, "\(setting.place): no hyper-parameter of \(names) is called \"\(setting.key)\"",
      hint: known.isEmpty ? "there is none" : NearNames(to: setting.key, among: known).hint)
  }
}
