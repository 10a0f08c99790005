import SeqRec

/// A model that the tool knows by name: what `--preset` and `--set` decide about it, and how it comes to
/// recommend. A value is a recipe, as complete as a training needs it.
protocol ShippedModel: Sendable {
  /// What `seqrec models` says of it.
  static var card: ModelCard { get }
  /// The hyper-parameters by their names in `--set`.
  static var keys: [HyperparameterKey<Self>] { get }

  /// The recipes that `--preset` knows, the default first.
  static var presets: [Preset<Self>] { get }

  /// Where the number of epochs is, for models that a selection may measure on the way and train on; nil
  /// where a trial is one whole training, as of those that stop early.
  static var epochsTried: (any WritableKeyPath<Self, Int> & Sendable)? { get }

  /// The hyper-parameters that `--set` named.
  var namedKeys: Set<String> { get set }

  /// Whether a selection for this recipe tries the grid that the key of that name declares.
  func isTried(_ key: String) -> Bool

  /// Looks at values that are sound alone and may not be together.
  func check() throws(ToolError)

  /// Trains, or takes the weights of a file.
  func fit(_ request: FitRequest) throws -> FittedModel

  /// How good each variant of the recipe is on validation. They differ in post-hoc keys alone, so that
  /// what one of them was fitted to serves all.
  static func measure(
    _ variants: [Self], with fitted: FittedModel, on heldOut: HeldOut, workers: Workers
  ) throws -> [Double]
}

/// What `seqrec models` says of a model.
struct ModelCard: Sendable {
  let name: String
  let summary: String
  /// What it is composed of.
  let pieces: [String]
  /// Whether it recommends to users, and items, that it was not trained on.
  let isInductive: Bool
  let paper: String
  /// Whether there is something to train, to save and to read.
  let hasWeights: Bool
}

/// A recipe with a name.
struct Preset<Model: Sendable>: Sendable {
  let name: String
  let recipe: Model
  /// What it leaves to other options, said where something is measured without them.
  let note: String?

  init(_ name: String, _ recipe: Model, note: String? = nil) {
    self.name = name
    self.recipe = recipe
    self.note = note
  }

  /// The library's own choice, which every model has.
  static func `default`(_ recipe: Model) -> Self { Self("default", recipe) }
}

/// What a recipe is trained on, and how.
struct FitRequest {
  /// What messages call the data.
  var dataName: String
  /// The events to train on.
  var log: InteractionLog
  /// What is held out, which early stopping validates on; nil where everything trains.
  var heldOut: HeldOut?
  /// A trained model to use instead of training.
  var checkpoint: Checkpoint?
  /// A file of weights to use instead of training.
  var weightsPath: String?
  /// Whether these weights are only where a training begins.
  var trainsWeights = false
  /// The state of a training to go on with: a file's, or one that is at hand.
  var state: SafetensorsFile?
  var resuming: TrainingState?
  /// Who gets such states.
  var checkpoints: Checkpointing?
  var seed: UInt64
  var workers: Workers
  var progress: Progress
}

extension FitRequest {
  /// The file of weights, if there is one.
  ///
  /// - Throws: `ToolError` with status 65 where it says that it is another model's or no weights.
  func weightsFile(of name: String) throws -> SafetensorsFile? {
    guard let weightsPath else { return nil }
    let file = try SafetensorsFile(contentsOf: weightsPath)
    guard !file.isTrainingState else {
      throw ToolError(
        .badInput, "\(weightsPath): expected weights, found the state of a training",
        hint: "seqrec train --resume goes on with it, and writes a checkpoint at its end")
    }
    if let model = file.metadata["model"], model != name {
      throw ToolError(.badInput, "\(weightsPath): expected weights of \(name), found \(model)")
    }
    return file
  }

  /// The state to go on with, if there is one.
  func trainingState(for parameters: [Parameter]) throws -> TrainingState? {
    try resuming ?? state.map { try TrainingState($0, for: parameters) }
  }

  /// How many items and users the model has.
  var sizes: (items: Int, users: Int) {
    checkpoint.map { ($0.items.count, $0.manifest.data.users) } ?? (log.itemCount, log.userCount)
  }

  /// The model with the numbers of the checkpoint or of that file; nil where it is to be trained.
  func restored<M: TrainableModel>(_ model: M, _ file: SafetensorsFile?) throws -> Trained<M>? {
    guard let file = checkpoint?.weights ?? file, !trainsWeights else { return nil }
    return Trained(model, weights: try Weights(file, for: model.parameters))
  }

  /// The numbers of that file, where a training begins with them.
  func initialWeights(
    _ file: SafetensorsFile?, for parameters: [Parameter]
  ) throws -> Weights<Float>? {
    guard let file, trainsWeights else { return nil }
    return try Weights(file, for: parameters)
  }
}

extension ShippedModel {
  static var name: String { card.name }

  /// The value of each hyper-parameter.
  var hyperparameters: [(key: String, value: JSON)] {
    Self.keys.compactMap { key in key.value(self).map { (key.name, $0) } }
  }

  /// The recipe with one more setting.
  func applying(_ setting: Setting) throws(ToolError) -> Self {
    var copy = self
    for key in Self.keys where key.name == setting.key {
      try key.set(&copy, setting)
      copy.namedKeys.formUnion([key.name] + key.standsFor)
    }
    return copy
  }

  /// The recipe of all hyper-parameters by their names, which the file at `path` has.
  ///
  /// - Throws: `ToolError` with status 65 where one is missing, unknown or not sound.
  static func recipe(
    from values: [(key: String, text: String)], at path: String
  ) throws(ToolError) -> Self {
    var recipe = presets[0].recipe
    let keys = recipe.hyperparameters.map(\.key)
    if let missing = keys.first(where: { key in !values.contains { $0.key == key } }) {
      throw ToolError(.badInput, "\(path): expected a value of \(missing), found none")
    }
    for (key, text) in values {
      guard keys.contains(key), let setting = Setting(argument: "\(key)=\(text)"),
        let next = try? recipe.applying(setting)
      else {
        throw ToolError(
          .badInput, "\(path): expected hyper-parameters of \(name), found \(key) = \(text)")
      }
      recipe = next
    }
    recipe.namedKeys = []
    do { try recipe.check() } catch { throw ToolError(.badInput, "\(path): \(error.message)") }
    return recipe
  }

  /// Trains, or takes the weights of a file, with the data's name in what is said of it.
  ///
  /// - Throws: `ToolError` with status 65 where the events teach this model nothing; what ``fit(_:)``
  ///   throws.
  func fitted(by request: FitRequest) throws -> FittedModel {
    do {
      return try fit(request)
    } catch TrainingError.nothingToLearn(let events) {
      throw ToolError(
        .badInput,
        "\(request.dataName): expected something that \(Self.name) learns from, found nothing in the "
          + "\(events.grouped) interactions that train",
        hint: "what predicts the next item needs users with two or more of them")
    }
  }

  static var presetNames: [String] { presets.map(\.name) }

  func isTried(_ key: String) -> Bool { true }

  /// The values of a key's grid.
  static func values(of key: HyperparameterKey<Self>) -> [JSON] {
    key.grid.compactMap { value in
      let recipe = try? Self(preset: "default").applying(Setting(key.name, value))
      return recipe.flatMap(key.value)
    }
  }

  /// What a preset leaves to other options.
  static func note(onPreset name: String) -> String? {
    presets.first { $0.name == name }?.note
  }

  /// The recipe of a preset, or the default where the model has none of that name.
  init(preset: String) {
    self = (Self.presets.first { $0.name == preset } ?? Self.presets[0]).recipe
  }

  func check() throws(ToolError) {}

  static var epochsTried: (any WritableKeyPath<Self, Int> & Sendable)? { nil }

  static func measure(
    _ variants: [Self], with fitted: FittedModel, on heldOut: HeldOut, workers: Workers
  ) throws -> [Double] {
    precondition(
      variants.count == 1, "\(variants.count) variants of \(name), which has no post-hoc key")
    return [try fitted.measure(heldOut)]
  }
}
