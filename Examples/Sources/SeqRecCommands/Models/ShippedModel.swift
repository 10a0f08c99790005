import SeqRec

/// A model that the tool knows by name: what `--preset` and `--set` decide about it, and how it comes to
/// recommend. A value is a recipe, as complete as a training needs it.
protocol ShippedModel: Sendable {
  /// What `seqrec models` says of it.
  static var card: ModelCard { get }
  /// The hyper-parameters by their names in `--set`.
  static var keys: [HyperparameterKey<Self>] { get }

  /// The recipe of a preset.
  init(preset: Preset)

  /// Looks at values that are sound alone and may not be together.
  func check() throws(ToolError)

  /// Trains, or takes the weights of a file.
  func fit(_ request: FitRequest) throws -> FittedModel
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
  /// The hyper-parameters that `--select` chooses.
  let selected: [String]
}

/// A named set of hyper-parameters.
enum Preset: String, CaseIterable, Sendable {
  /// The library's own choice.
  case `default`
  /// What the paper's released code does, where it differs.
  case paperCode = "paper-code"
}

/// What a recipe is trained on, and how.
struct FitRequest {
  /// The events to train on.
  var log: InteractionLog
  /// The events that follow, where hyper-parameters are to be selected on them.
  var selectingOn: InteractionLog?
  /// A file of weights to use instead of training.
  var weightsPath: String?
  var seed: UInt64
  var workers: Workers
  var progress: Progress
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
    for key in Self.keys where key.name == setting.key { try key.set(&copy, setting) }
    return copy
  }

  func check() throws(ToolError) {}
}
