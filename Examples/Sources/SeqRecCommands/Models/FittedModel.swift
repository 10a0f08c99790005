import SeqRec

/// A model that recommends, whatever its kind: only how sessions begin is its own.
struct FittedModel {
  /// The values that it has come to have.
  let hyperparameters: [(key: String, value: JSON)]
  /// Its numbers, if it has some.
  let weights: Weights<Float>?
  /// How it was trained; empty where it was not.
  let history: TrainingHistory
  let trainingSeconds: Double
  /// How good it is on validation.
  let measure: (HeldOut) throws -> Double
  /// Ranks validation and test.
  let evaluate: (HeldOut, Progress) throws -> Evaluation
  /// Begins a session that has seen a log.
  let session: (InteractionLog) -> any LiveSession
  /// What stands for users and items after a log; empty for a model without embeddings.
  let embeddings: (InteractionLog) -> [Embedding]

  /// A model whose sessions `live` begins.
  init<Live: LiveRecommender & ~Copyable>(
    hyperparameters: [(key: String, value: JSON)] = [], weights: Weights<Float>? = nil,
    history: TrainingHistory = TrainingHistory(), trainingSeconds: Double = 0,
    embeddings: @escaping (InteractionLog) -> [Embedding] = { _ in [] },
    live: @escaping (InteractionLog) -> Live
  ) {
    self.hyperparameters = hyperparameters
    self.weights = weights
    self.history = history
    self.trainingSeconds = trainingSeconds
    self.embeddings = embeddings
    measure = { heldOut in try heldOut.measure(live(heldOut.split.train)) }
    evaluate = { heldOut, progress in try heldOut.evaluate(progress, live: live) }
    session = { LiveBox(live($0)) }
  }
}

extension FittedModel {
  /// Writes the weights, if there are some, with what it takes to use them again.
  func writeWeights(of model: String, to path: String) throws {
    try weights?.write(to: path, metadata: metadata(of: model))
  }

  /// What the header of a file of weights says of them.
  func metadata(of model: String) -> [String: String] {
    ["model": model, "seqrec": SeqRecTool.version].merging(
      hyperparameters.map { ($0.key, $0.value.plainText) }
    ) { own, _ in own }
  }
}

/// A table of vectors, a row a user or an item.
struct Embedding {
  /// Whose rows they are.
  enum Kind: String { case users, items }

  let kind: Kind
  /// `users.collaborative`, as a file names it.
  let name: String
  let table: Tensor<Float>

  init(of kind: Kind, _ name: String, _ table: Tensor<Float>) {
    self.kind = kind
    self.name = "\(kind.rawValue).\(name)"
    self.table = table
  }

  /// The tables of users and items among some weights, as the recipes name them.
  static func tables(of weights: Weights<Float>) -> [Self] {
    let names = [
      ("users", Kind.users, "weight"), ("items", .items, "weight"), ("targets", .items, "targets"),
      ("source", .items, "source"), ("target", .items, "target"),
    ]
    return names.compactMap { path, kind, name in
      weights["\(path).weight"].map { Self(of: kind, name, $0) }
    }
  }
}

/// Seconds since it was made.
struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
