import SeqRec

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
  /// That file of weights.
  ///
  /// - Throws: `ToolError` with status 65 where it says that it is another model's or no weights.
  func weights(of name: String, at weightsPath: String) throws -> SafetensorsFile {
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

  /// Whether the numbers are not all there: also where a training goes on, whose frozen numbers are compared.
  var beginsAnew: Bool { checkpoint == nil && (weightsPath == nil || trainsWeights) }

  /// How many items and users the model has.
  var sizes: (items: Int, users: Int) {
    checkpoint.map { ($0.items.count, $0.manifest.data.users) } ?? (log.itemCount, log.userCount)
  }

  /// Whether a model's numbers fit the memory that is allowed, with what training keeps beside them, and what its
  /// sessions keep.
  ///
  /// - Throws: ``MemoryLimitError``
  func checkMemory(for model: some TrainableModel) throws(MemoryLimitError) {
    let isTrained = trainsWeights || (checkpoint == nil && weightsPath == nil)
    try MemoryLimit.ofProcess.check(
      model.parameters, copies: isTrained ? MemoryLimit.copiesInTraining : 1)
    if let tables = (model as? any SessionTables)?.sessionTables(
      users: sizes.users, items: sizes.items)
    {
      try MemoryLimit.ofProcess.check(model.parameters + tables)
    }
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

  /// That the numbers of a checkpoint are those of the training that its manifest tells of.
  ///
  /// - Throws: `ToolError` with status 65.
  func checkDigest(of fitted: FittedModel) throws(ToolError) {
    guard let manifest = checkpoint?.manifest, let found = fitted.weights?.digest,
      let file = manifest.file(of: .weights), let expected = manifest.training.weightsDigest
    else { return }
    guard found == expected else {
      throw ToolError(
        .badInput,
        "\(file.name): expected weights \(expected), as the manifest says, found \(found)",
        hint: "manifest.json was changed")
    }
  }
}

extension Weights {
  /// Numbers that say nothing, in the place of those that a file brings.
  static func zeros(_ parameters: [Parameter]) -> Self {
    Self(parameters.map { ($0.path, Tensor(zeros: $0.shape)) })
  }
}
