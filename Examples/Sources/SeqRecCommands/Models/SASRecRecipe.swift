import SeqRec

/// `sasrec`
struct SASRecRecipe: StackedModel {
  var width = 50
  var options = CausalSelfAttention.Options()
  var loss = TrainingLoss.binaryCrossEntropy
  var trainNegatives = 1
  var calibration = 0.75
  var isTied = true
  var drawsWithReplacement = false
  var plan = TrainingPlan(
    optimizer: .sasRec, epochs: 400, batch: 128, validateEvery: 10, patience: 5)
  var namedKeys: Set<String> = []

  static let presets: [Preset<Self>] = {
    var movieLens = Self()
    movieLens.options = .movieLens
    var paperCode = Self(drawsWithReplacement: true)
    paperCode.options = .paperCode
    var gSASRec = Self(
      width: 128, loss: .gbce, trainNegatives: 256, isTied: false,
      plan: TrainingPlan(
        optimizer: .adam(rate: 1e-3), epochs: 400, batch: 128, validateEvery: 10, patience: 5))
    gSASRec.options.maxLength = 200
    var softmax = Self(width: 64, loss: .softmax, plan: gSASRec.plan)
    softmax.options.maxLength = 200
    softmax.options.dropout = 0.1
    softmax.options.initialization = .smallNormal
    return [
      .default(Self()), Preset("movielens", movieLens),
      Preset(
        "paper-code", paperCode,
        note:
          "is about training; --protocol leave-one-out --negatives-rule paper-code measures as the "
          + "released code does"),
      Preset("softmax", softmax), Preset("gsasrec", gSASRec),
    ]
  }()

  static let card = ModelCard(
    name: "sasrec",
    summary: "causal self-attention over a user's last items; appends events without training",
    pieces: ["LearnedItems", "CausalSelfAttention", "DotScore", "BinaryCrossEntropy"],
    isInductive: true,
    paper: "Self-Attentive Sequential Recommendation (ICDM 2018)",
    hasWeights: true)

  static let keys: [HyperparameterKey<Self>] =
    [
      .init("width", \.width, in: 1...65_536, "width of items and states"),
      .init("epochs", \.plan.epochs, in: 0...1_000_000, "passes over all users, at most"),
      .init("batch", \.plan.batch, in: 1...1_000_000, "users in a batch"),
      .init("rate", \.plan.optimizer.rate, "a number above 0", "Adam's rate") { $0 > 0 },
      .init(
        "beta2", \.beta2, "a number from 0 to below 1", "Adam's decay of squares"
      ) {
        (0..<1).contains($0)
      },
    ] + stackKeys(dropoutGrid: ["0.2", "0.5"]) + [
      .init("initialization", \.options.initialization, "how matrices begin")
    ] + lossKeys + [
      .init("withReplacement", \.drawsWithReplacement, "draw a batch's users with replacement"),
      .init("validateEvery", \.plan.validateEvery, in: 1...1_000_000, "epochs between validations"),
      .init(
        "patience", \.plan.patience, in: 1...1_000_000, "validations in vain that end the training"),
    ]

  /// Adam's, by which all presets train.
  private var beta2: Double {
    get {
      guard case .adam(_, let beta2, _) = plan.optimizer.rule else { return 0 }
      return beta2
    }
    set {
      guard case .adam(let beta1, _, let epsilon) = plan.optimizer.rule else { return }
      plan.optimizer.rule = .adam(beta1: beta1, beta2: newValue, epsilon: epsilon)
    }
  }

  private static let lossKeys: [HyperparameterKey<Self>] = [
    .init("loss", \.loss, "what is minimised"),
    .init(
      "trainNegatives", \.trainNegatives, in: 1...1_000_000,
      "items drawn against each target, by sampledSoftmax against all targets of a user"),
    .init(
      "calibration", \.calibration, "a number from 0 to 1",
      "how far gbce weighs a target by how many are drawn"
    ) { (0...1).contains($0) },
    .init("tied", \.isTied, "predict items by the vectors that they are read with"),
  ]

  func check() throws(ToolError) { try checkHeads(sharing: width) }

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fit(
      request, minimising: loss.objective(negatives: trainNegatives, calibration: calibration))
  }

  private func fit(
    _ request: FitRequest, minimising objective: some Objective
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      try SASRec(
        items: recipe.items(count: sizes.items), options: recipe.options,
        score: DotScore(
          to: recipe.isTied ? nil : recipe.items(count: sizes.items, path: "targets")),
        objective: objective,
        batching: recipe.drawsWithReplacement ? .withReplacement : .shuffled)
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }

  private func items(count: Int, path: String = "items") -> LearnedItems {
    // The released code's table has a row more, for padding, to be wide for.
    let rows = options.initialization == .xavierUniform ? count + 1 : count
    return LearnedItems(
      count: count, width: width, path: path,
      initializer: options.initialization(inputs: rows, outputs: width))
  }

  /// By shape where shapes say it, by what was saved along with them elsewhere.
  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "items.weight", keys: ["heads", "norms"]) + stackSizes(of: file)
      + [("tied", "\(file["targets.weight"] == nil)")]
  }
}
