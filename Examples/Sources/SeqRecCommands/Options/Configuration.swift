import SeqRec

/// Hyper-parameters of a model in a file, as `tune` writes them.
struct Configuration {
  let path: String
  let model: String
  let preset: String
  /// All of them.
  let settings: [Setting]

  /// Reads a file.
  ///
  /// - Throws: `ToolError` with status 66 where it cannot be read, 65 where it is no configuration;
  ///   `CancellationError` where the task is cancelled.
  init(contentsOf path: String) throws {
    let bytes = try ByteSource(path: path).all()
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw ToolError(.badInput, "\(path):\(error)", hint: "seqrec tune --output writes one")
    }
    func fault(_ kind: String, _ key: String) -> ToolError {
      let found = json[key].map { "\($0.text.prefix(80))" } ?? "none"
      return ToolError(
        .badInput, "\(path): expected an object with \(kind) \"\(key)\", found \(found)",
        hint: "seqrec tune --output writes one")
    }
    guard let model = json["model"]?.string else { throw fault("a text", "model") }
    guard let preset = json["preset"]?.string else { throw fault("a text", "preset") }
    guard case .object(let members)? = json["hyperparameters"] else {
      throw fault("an object", "hyperparameters")
    }
    self.path = path
    self.model = model
    self.preset = preset
    settings = members.map { Setting($0.key, $0.value.plainText) }
  }

  /// Which of the recipes it is for.
  ///
  /// - Throws: `ToolError` with status 64 where it is of none of them, or of another preset.
  func place(in recipes: [any ShippedModel], preset: String) throws(ToolError) -> Int {
    guard let place = recipes.firstIndex(where: { type(of: $0).name == model }) else {
      let names = recipes.map { type(of: $0).name }.joined(separator: ", ")
      throw ToolError(
        .usage, "--config \(path): expected hyper-parameters of \(names), found those of \(model)",
        hint: "--model \(model) takes them")
    }
    let presets = type(of: recipes[place]).presetNames
    let own = presets.contains(preset) ? preset : presets[0]
    guard own == self.preset else {
      throw ToolError(
        .usage,
        "--config \(path): expected a choice of the preset \(own), found one of \(self.preset)",
        hint: "--preset \(self.preset) takes it")
    }
    return place
  }

  /// The recipe with these values in the place of its own, as if `--set` had named them.
  ///
  /// - Throws: `ToolError` with status 65 for a key or a value that the model does not know.
  func applied<M: ShippedModel>(to recipe: M) throws(ToolError) -> M {
    var copy = try recipe.taking(settings.map { ($0.key, $0.value) }, at: path)
    copy.namedKeys.formUnion(settings.map(\.key))
    return copy
  }
}
