import ArgumentParser

/// Weights in the place of a training.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use these weights without training; train begins with them.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var weights: String?

  /// The files that are read.
  var inputs: [String] { [weights].compactMap(\.self) }

  /// That they are meant for one model, which has weights.
  ///
  /// - Throws: `ToolError` with status 64.
  func check(_ recipes: [any ShippedModel]) throws(ToolError) {
    if weights != nil { try recipes.requireOneWithWeights(for: "--weights") }
  }

  /// What tells these weights from others, for a training that begins with them.
  func digest() throws -> String? {
    try weights.map { path in
      try ByteSource(path: path).all().sha256
    }
  }
}

extension [any ShippedModel] {
  /// That there is one model and that it has weights.
  ///
  /// - Throws: `ToolError` with status 64.
  func requireOneWithWeights(for option: String) throws(ToolError) {
    let models = map { type(of: $0).card }
    guard models.count == 1 else {
      throw ToolError(
        .usage,
        "\(option) needs exactly one model, found \(models.map(\.name).joined(separator: ","))",
        hint: "name it with --model")
    }
    guard models[0].hasWeights else {
      throw ToolError(.usage, "\(option): the model \(models[0].name) has no weights")
    }
  }
}
