import SeqRec

/// A shipped model whose training is validated on the way and keeps the best weights.
protocol EarlyStoppedModel: ShippedModel {
  var plan: TrainingPlan { get set }
}

/// What it is trained with, and how long.
struct TrainingPlan: Sendable {
  var optimizer = OptimizerRecipe.adam(rate: 1e-3)
  /// The most; early stopping ends most trainings before.
  var epochs: Int
  var batch: Int
  var validateEvery: Int
  var patience: Int
}

extension EarlyStoppedModel {
  static var trainingKeys: [HyperparameterKey<Self>] {
    [
      .init("epochs", \.plan.epochs, in: 0...1_000_000, "passes over the data, at most"),
      .init("batch", \.plan.batch, in: 1...1_000_000, "what a step learns from"),
      .init("rate", \.plan.optimizer.rate, "a number above 0", "Adam's rate") { $0 > 0 },
      .init(
        "decay", \.plan.optimizer.decay, "a number from 0",
        "what of a weight is added to its gradient"
      ) { $0 >= 0 },
      .init(
        "validateEvery", \.plan.validateEvery, in: 1...1_000_000, "epochs between validations"),
      .init(
        "patience", \.plan.patience, in: 1...1_000_000, "validations in vain that end the training"),
    ]
  }

  /// Trains, or takes the weights of a file, with the sizes that it has.
  ///
  /// - Parameters:
  ///   - model: what the recipe makes of so many items and users.
  ///   - tables: the weights of a session whose tables are the embeddings; nil where they are those of training.
  ///   - live: how its sessions begin.
  func fitted<M: TrainableModel, Live: LiveRecommender & ~Copyable>(
    by request: FitRequest, model: (Self, (items: Int, users: Int)) throws -> M,
    tables: ((borrowing Live) -> Weights<Float>)? = nil,
    live: @escaping (Trained<M>, InteractionLog, Workers) -> Live
  ) throws -> FittedModel {
    let (recipe, file) = try withWeights(of: request)
    let model = try model(recipe, request.sizes)
    try request.checkMemory(for: model)
    let clock = Stopwatch()
    let trained =
      try request.restored(model, file)
      ?? trainer(for: request).fit(
        model, on: request.log, from: request.initialWeights(file, for: model.parameters),
        stopping: stopping(for: request, live: live),
        resuming: request.trainingState(for: model.parameters),
        checkpoints: request.checkpoints)
    return FittedModel(
      hyperparameters: recipe.hyperparameters, weights: trained.weights, history: trained.history,
      trainingSeconds: clock.seconds,
      embeddings: { [workers = request.workers] in
        guard let tables else { return Embedding.tables(of: trained.weights) }
        return Embedding.tables(of: tables(live(trained, $0, workers)))
      }
    ) { [workers = request.workers] in live(trained, $0, workers) }
  }

  private func trainer(for request: FitRequest) -> Trainer {
    let progress = request.progress
    progress.begin("\(Self.name), seed \(request.seed): epoch", of: plan.epochs)
    return Trainer(
      plan.optimizer, epochs: plan.epochs, batchSize: plan.batch, seed: request.seed,
      workers: request.workers
    ) { progress.advance(to: $0.epoch, loss: $0.loss) }
  }

  private func stopping<M: TrainableModel, Live: LiveRecommender & ~Copyable>(
    for request: FitRequest, live: @escaping (Trained<M>, InteractionLog, Workers) -> Live
  ) -> EarlyStopping<M>? {
    guard let heldOut = request.heldOut else { return nil }
    return EarlyStopping(every: plan.validateEvery, patience: plan.patience) {
      try heldOut.validate(
        live($0, request.log, request.workers), epoch: $0.history.epochsRun)
    }
  }
}

extension SafetensorsFile {
  /// The width of a matrix, and those of the metadata that are there.
  func sizes(
    widthOf matrix: String, keys: [String] = []
  ) -> [(key: String, text: String)] {
    let shape = self[matrix]?.shape
    let width = shape.flatMap { $0.count == 2 ? [(key: "width", text: "\($0[1])")] : nil } ?? []
    return width + keys.compactMap { key in metadata[key].map { (key, $0) } }
  }
}
