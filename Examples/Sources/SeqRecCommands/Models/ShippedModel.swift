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

  /// The hyper-parameters that a file of weights decides, by the shapes of its tensors or by what was saved
  /// along with them: with others the weights would not fit, or mean something else.
  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)]

  /// The hyper-parameters that training does not read, so that a trained model may be used with others.
  static var keysAfterTraining: Set<String> { get }

  /// Two post-hoc keys that share out what mixes scores, which a report maps; nil where there are none.
  static var mixedKeys: (x: String, y: String)? { get }

  /// Whether it recommends to users, and items, that it was not trained on: what the card says, unless a recipe differs.
  var isInductive: Bool { get }

  /// What the loss of a training is counted in.
  var lossUnit: String { get }

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

/// A training that came to nothing, and whose it was.
struct FailedTraining: Error {
  let model: String
  let reason: TrainingError
}

extension ShippedModel {
  static var name: String { card.name }

  /// The value of each hyper-parameter.
  var hyperparameters: [(key: String, value: JSON)] {
    Self.keys.compactMap { key in key.value(self).map { (key.name, $0) } }
  }

  /// The value of a hyper-parameter; of one that stands for others, the first one's.
  func value(of name: String) -> JSON {
    guard let key = Self.keys.first(where: { $0.name == name }) else { return .null }
    return key.value(self) ?? key.standsFor.first.map { value(of: $0) } ?? .null
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

  /// Trains, or takes the weights of a file, with the data's name in what is said of it.
  ///
  /// - Throws: `ToolError` with status 65 where the events teach this model nothing, or a checkpoint has other
  ///   weights than its manifest says; ``FailedTraining`` and what else ``fit(_:)`` throws.
  func fitted(by request: FitRequest) throws -> FittedModel {
    do {
      let fitted = try fit(request)
      try request.checkDigest(of: fitted)
      return fitted
    } catch TrainingError.nothingToLearn(let events) {
      throw ToolError(
        .badInput,
        "\(request.dataName): expected something that \(Self.name) learns from, found nothing in the "
          + "\(events.grouped) interactions that train",
        hint: "what predicts the next item needs users with two or more of them")
    } catch let error as TrainingError {
      throw FailedTraining(model: Self.name, reason: error)
    }
  }

  static var presetNames: [String] { presets.map(\.name) }

  /// Whether it learns in epochs, which a training can be stopped between; else in one pass, or not at all.
  static var isTrainedByEpochs: Bool { keys.contains { $0.name == "epochs" } }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] { [] }

  static var keysAfterTraining: Set<String> { [] }

  static var mixedKeys: (x: String, y: String)? { nil }

  var isInductive: Bool { Self.card.isInductive }

  /// That of the negative logarithm of a probability.
  var lossUnit: String { "nats" }

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
