import SeqRec

/// A model whose item-item matrix is computed from the log in one pass.
protocol ItemItemRecipe: ShippedModel {
  associatedtype Estimator: ItemItemEstimator
  var estimator: Estimator { get }
}

extension ItemItemRecipe {
  static var keysAfterTraining: Set<String> { ["halfLife"] }

  func fit(_ request: FitRequest) throws -> FittedModel {
    let (recipe, file) = try withWeights(of: request)
    let estimator = recipe.estimator
    try MemoryLimit.ofProcess.check(estimator.parameters(itemCount: request.sizes.items))
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
}

extension HyperparameterKey where Model: ItemItemRecipe {
  /// A number that is not negative, and that `Float` can be multiplied with.
  static func atLeastZero(
    _ name: String, _ path: any WritableKeyPath<Model, Double> & Sendable, _ help: String,
    grid: [String] = []
  ) -> Self {
    Self(name, path, "a number from 0 to 1e12", help, grid: grid) { (0...1e12).contains($0) }
  }

  static func halfLife(_ path: any WritableKeyPath<Model, Double> & Sendable) -> Self {
    atLeastZero(
      "halfLife", path,
      "how many later events of its user make an item count half, 0 for never",
      grid: ["0", "10"])
  }
}
