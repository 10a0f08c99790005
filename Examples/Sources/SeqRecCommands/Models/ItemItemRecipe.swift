import SeqRec

/// A model whose item-item matrix is computed from the log in one pass.
protocol ItemItemRecipe: ShippedModel {
  associatedtype Estimator: ItemItemEstimator
  var estimator: Estimator { get }
}

extension ItemItemRecipe {
  func fit(_ request: FitRequest) throws -> FittedModel {
    var recipe = self
    let file = try request.weightsFile(of: Self.name)
    if let file, let path = request.weightsPath { try recipe.takeSettings(of: file, at: path) }
    let estimator = recipe.estimator
    let clock = Stopwatch()
    let model =
      if let file = request.checkpoint?.weights ?? file {
        try ItemItemModel(
          weights: Weights(file, for: estimator.parameters(itemCount: request.sizes.items)),
          halfLife: estimator.halfLife)
      } else {
        try estimator.fit(on: request.log, workers: request.workers)
      }
    return FittedModel(
      hyperparameters: recipe.hyperparameters, weights: model.weights,
      trainingSeconds: clock.seconds
    ) { [workers = request.workers] in model.live(after: $0, workers: workers) }
  }

  /// Takes what the weights were saved with, unless `--set` names others.
  private mutating func takeSettings(
    of file: SafetensorsFile, at path: String
  ) throws(ToolError) {
    for key in Self.keys where !namedKeys.contains(key.name) {
      guard let text = file.metadata[key.name] else { continue }
      guard let setting = Setting(argument: "\(key.name)=\(text)"),
        let taken = try? applying(setting)
      else {
        throw ToolError(
          .badInput, "\(path): expected a sound \(key.name), found \(key.name) = \(text)")
      }
      self = taken
    }
  }
}

extension HyperparameterKey where Model: ItemItemRecipe {
  /// A number that is not negative.
  static func atLeastZero(
    _ name: String, _ path: any WritableKeyPath<Model, Double> & Sendable, _ help: String,
    grid: [String] = []
  ) -> Self {
    Self(name, path, "a number from 0", help, grid: grid) { $0 >= 0 }
  }

  static func halfLife(_ path: any WritableKeyPath<Model, Double> & Sendable) -> Self {
    atLeastZero(
      "halfLife", path,
      "how many later events of its user make an item count half, 0 for never",
      grid: ["0", "10"])
  }
}
