import SeqRec

/// `gru4rec`
struct GRU4RecRecipe: EarlyStoppedModel {
  var width = 64
  var maxLength = 50
  var dropout = 0.25
  var stateDropout = 0.0
  var reset = GRUReset.beforeProduct
  var isTied = true
  var training = SessionTraining()
  var plan = TrainingPlan(
    optimizer: .adam(rate: 3e-3), epochs: 100, batch: 32, validateEvery: 5, patience: 2)
  var namedKeys: Set<String> = []

  static let presets: [Preset<Self>] = {
    var crossEntropy = Self(
      width: 100, dropout: 0, stateDropout: 0.4,
      training: SessionTraining(
        loss: .sampledSoftmax, batching: .parallel, samples: 2048, logQ: 1, optimizer: .adagrad,
        momentum: 0.2),
      plan: TrainingPlan(
        optimizer: .adam(rate: 0.2), epochs: 10, batch: 32, validateEvery: 1, patience: 3))
    var bprMax = crossEntropy
    bprMax.width = 224
    (bprMax.dropout, bprMax.stateDropout) = (0.5, 0.05)
    bprMax.training = SessionTraining(
      loss: .bprMax, batching: .parallel, samples: 2048, sampleExponent: 0.4,
      regularization: 1.95, elu: 0.5, optimizer: .adagrad, momentum: 0.4)
    (bprMax.plan.optimizer.rate, bprMax.plan.batch) = (0.05, 80)
    return [
      .default(Self()), Preset("session-ce", crossEntropy), Preset("session-bprmax", bprMax),
    ]
  }()

  static let card = ModelCard(
    name: "gru4rec",
    summary: "a recurrence over a user's last items; appends events without training",
    pieces: ["LearnedItems", "GatedRecurrence", "DotScore", "SoftmaxCrossEntropy"],
    isInductive: true,
    paper:
      "Recurrent Neural Networks with Top-k Gains for Session-based Recommendations (CIKM 2018)",
    hasWeights: true)

  static let keys: [HyperparameterKey<Self>] =
    [
      .init(
        "width", \.width, in: 1...65_536, "width of items and states", grid: ["32", "64", "128"]),
      .init("maxLength", \.maxLength, in: 1...65_536, "latest items that are read"),
      .init(
        "dropout", \.dropout, "a number from 0 to below 1", "dropout of items",
        grid: ["0", "0.25", "0.5"]
      ) { (0..<1).contains($0) },
      .init(
        "stateDropout", \.stateDropout, "a number from 0 to below 1", "dropout of states",
        grid: ["0", "0.25", "0.5"]
      ) { (0..<1).contains($0) },
      .init("reset", \.reset, "where the reset gate acts"),
      .init("tied", \.isTied, "predict items by the vectors that they are read with"),
    ] + SessionTraining.keys.map { $0.of(\.training) } + trainingKeys

  func check() throws(ToolError) { try training.check() }

  /// A sum of sigmoids is no likelihood.
  var lossUnit: String { [.top1, .top1Max].contains(training.loss) ? "no unit" : "nats" }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "items.weight", keys: ["maxLength", "reset"])
      + [("tied", "\(file["targets.weight"] == nil)")]
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    var recipe = self
    recipe.plan.optimizer.rule = training.rule ?? plan.optimizer.rule
    return try recipe.fit(request, minimising: training.objective)
  }

  private func fit(
    _ request: FitRequest, minimising objective: some Objective
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      let n = sizes.items
      let targets =
        recipe.isTied ? nil : LearnedItems(count: n, width: recipe.width, path: "targets")
      return try GRU4Rec(
        items: LearnedItems(count: n, width: recipe.width),
        score: DotScore(to: targets, biasOf: n), objective: objective,
        maxLength: recipe.maxLength, reset: recipe.reset, dropout: recipe.dropout,
        stateDropout: recipe.stateDropout, batching: recipe.training.batching.ofUsers)
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }
}
