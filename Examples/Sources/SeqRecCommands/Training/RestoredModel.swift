import SeqRec

/// A checkpoint of a model that the tool knows.
struct RestoredModel {
  let folder: String
  let checkpoint: Checkpoint
  let recipe: any ShippedModel
  /// The items by the numbers that the model knows them by.
  let items: Vocabulary

  var manifest: CheckpointManifest { checkpoint.manifest }

  /// The paths of its files.
  var files: [String] { TrainingFolder.files(of: manifest, in: folder) }

  /// Reads a folder.
  ///
  /// - Throws: `CheckpointError`; `ToolError` with status 65 where the model is none of `models` or of those
  ///   that there are, or the manifest does not fit it, and 64 where a setting does not.
  init(_ folder: String, models: [String]?, settings: [Setting]) throws {
    checkpoint = try Checkpoint(contentsOf: folder, atMost: MemoryLimit.ofProcess.bytes)
    self.folder = folder
    items = Vocabulary(checkpoint.items)
    let path = folder + "/manifest.json"
    let name = checkpoint.manifest.model
    if let models, models != [name] {
      throw ToolError(
        .badInput,
        "\(path): expected a checkpoint of \(models.joined(separator: ",")), found one of \(name)")
    }
    guard let model = ModelRegistry.models.first(where: { $0.name == name }) else {
      throw ToolError(
        .badInput, "\(path): expected a model that this version knows, found \"\(name)\"")
    }
    guard model.card.hasWeights == (checkpoint.weights != nil) else {
      let found = model.card.hasWeights ? "none" : "some"
      throw ToolError(
        .badInput,
        "\(path): expected \(found == "none" ? "" : "no ")weights of \(name), found \(found)")
    }
    try checkpoint.manifest.checkData(at: path)
    for setting in settings where (setting.model ?? name) == name {
      let keys = model.keysAfterTraining
      guard ModelRegistry.keys(of: model).contains(setting.key), !keys.contains(setting.key) else {
        continue
      }
      throw ToolError(
        .usage, "\(setting.place): the model of \(folder) is used as it was trained",
        hint: keys.isEmpty ? nil : "--set may change \(keys.sorted().joined(separator: ", "))")
    }
    let values = checkpoint.manifest.hyperparameters.map { (key: $0.key, text: "\($0.value)") }
    let own: any ShippedModel = try model.recipe(from: values, at: path)
    recipe = try ModelRegistry.applying(settings, to: [own])[0]
  }

  /// The protocol whose training part the model was trained on.
  ///
  /// - Throws: `ToolError` with status 65 where everything trained it, or the part of another protocol than
  ///   was asked for.
  func evaluationProtocol(asked: EvaluationProtocol?) throws(ToolError) -> EvaluationProtocol {
    guard let text = manifest.data.heldOut["protocol"] else {
      throw ToolError(
        .badInput,
        "\(folder): expected a model with interactions left to measure it on, found one that all have "
          + "trained", hint: "seqrec train --protocol holds some out")
    }
    guard let own = EvaluationProtocol(rawValue: "\(text)"), asked == nil || asked == own else {
      throw ToolError(
        .badInput,
        "\(folder): expected a model trained for \(asked?.rawValue ?? "a protocol of this version"), "
          + "found one for \(text)", hint: "another part of the data trained it")
    }
    return own
  }

  /// That these are the interactions of the training, by which it was cut.
  ///
  /// - Throws: `ToolError` with status 65.
  func check(_ dataset: Dataset) throws(ToolError) {
    let (source, log) = (manifest.data, dataset.log)
    func counts(_ users: Int, _ items: Int, _ interactions: Int) -> String {
      "\(users.grouped) users, \(items.grouped) items and \(interactions.grouped) interactions"
    }
    guard dataset.eventsDigest == source.events else {
      throw ToolError(
        .badInput,
        "\(dataset.source): expected the interactions of the checkpoint's training, "
          + "\(counts(source.users, source.items, source.interactions)) of \(source.name), found others: "
          + counts(log.userCount, log.itemCount, log.count))
    }
    guard items == log.items else {
      throw ToolError(
        .badInput, "\(folder): expected the items of \(dataset.source) in their order, found others"
      )
    }
  }
}
