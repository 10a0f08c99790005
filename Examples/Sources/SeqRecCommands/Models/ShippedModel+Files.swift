import SeqRec

// What files decide about a recipe: checkpoints, configurations and weights.
extension ShippedModel {
  /// The recipe with the values that the file at `path` has in the place of its own.
  ///
  /// - Throws: `ToolError` with status 65 for one that the model does not know, or that is not sound, alone or
  ///   together with the others.
  func taking(
    _ values: [(key: String, text: String)], at path: String
  ) throws(ToolError) -> Self {
    var recipe = self
    for (key, text) in values {
      guard let own = Self.keys.first(where: { $0.name == key }), own.standsFor.isEmpty else {
        throw ToolError(
          .badInput,
          "\(path): expected hyper-parameters of \(Self.name), found \(key) = \(text.prefix(80))",
          hint: NearNames(to: key, among: hyperparameters.map(\.key)).question)
      }
      do throws(ToolError) { try own.set(&recipe, Setting(key, text)) } catch {
        throw ToolError(.badInput, "\(path): \(error.message)")
      }
    }
    do throws(ToolError) { try recipe.check() } catch {
      throw ToolError(.badInput, "\(path): \(error.message)", hint: error.hint)
    }
    return recipe
  }

  /// The recipe of all hyper-parameters by their names, which the file at `path` has.
  ///
  /// - Throws: what ``taking(_:at:)`` throws, and the same where one is missing.
  static func recipe(
    from values: [(key: String, text: String)], at path: String
  ) throws(ToolError) -> Self {
    let recipe = presets[0].recipe
    let keys = recipe.hyperparameters.map(\.key)
    if let missing = keys.first(where: { key in !values.contains { $0.key == key } }) {
      throw ToolError(.badInput, "\(path): expected a value of \(missing), found none")
    }
    return try recipe.taking(values, at: path)
  }

  /// The recipe as the request's file of weights has it, and the file; the recipe itself where there is none.
  ///
  /// What the weights fix is the file's, and what `--set` says of it must be the same. Where they are used as
  /// they are, so is all else that was saved along with them, but what training does not read and `--set` names; a
  /// training that only begins with them has its own.
  ///
  /// - Throws: `ToolError` with status 65 where the file is of another model or holds no weights, or its
  ///   hyper-parameters are not sound; what reading throws.
  func withWeights(
    of request: FitRequest
  ) throws -> (recipe: Self, file: SafetensorsFile?) {
    guard let path = request.weightsPath else { return (self, nil) }
    let file = try request.weights(of: Self.name, at: path)
    let own = Dictionary(uniqueKeysWithValues: hyperparameters.map { ($0.key, $0.value.plainText) })
    var values = Self.fixed(by: file)
    if !request.trainsWeights {
      values += hyperparameters.compactMap { key, _ in
        let mayDiffer = namedKeys.contains(key) && Self.keysAfterTraining.contains(key)
        guard !mayDiffer, !values.contains(where: { $0.key == key }) else { return nil }
        return file.metadata[key].map { (key, $0) }
      }
    }
    for (key, text) in values where namedKeys.contains(key) && own[key] != text {
      throw ToolError(
        .badInput, "\(path): expected \(key) = \(own[key] ?? ""), found \(key) = \(text)",
        hint: "what --set or --config says and training reads has to be what it was")
    }
    let news = values.filter { own[$0.key] != $0.text }
    let recipe = try taking(news, at: path)
    if !news.isEmpty {
      let texts = news.map { "\($0.key) = \($0.text)" }
      request.progress.note("\(texts.joined(separator: ", ")), as the weights were saved")
    }
    return (recipe, file)
  }
}
