import SeqRec

/// `sasrec`
struct SASRecRecipe: StackedModel {
  var width = 50
  var options = CausalSelfAttention.Options()
  var loss = TrainingLoss.binaryCrossEntropy
  var trainNegatives = 1
  var drawsWithReplacement = false
  var plan = TrainingPlan(
    optimizer: .sasRec, epochs: 400, batch: 128, validateEvery: 10, patience: 5)
  var namedKeys: Set<String> = []

  static let presets: [Preset<Self>] = {
    var movieLens = Self()
    movieLens.options = .movieLens
    var paperCode = Self(drawsWithReplacement: true)
    paperCode.options = .paperCode
    return [
      .default(Self()), Preset("movielens", movieLens),
      Preset(
        "paper-code", paperCode,
        note:
          "is about training; --protocol leave-one-out --negatives-rule paper-code measures as the "
          + "released code does"),
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
        "beta2", \.plan.optimizer.beta2, "a number from 0 to below 1", "Adam's decay of squares"
      ) {
        (0..<1).contains($0)
      },
    ] + stackKeys(dropoutGrid: ["0.2", "0.5"]) + [
      .init("initialization", \.options.initialization, "how matrices begin"),
      .init("loss", \.loss, "what is minimised"),
      .init("trainNegatives", \.trainNegatives, in: 1...1000, "items drawn against each target"),
      .init("withReplacement", \.drawsWithReplacement, "draw a batch's users with replacement"),
      .init("validateEvery", \.plan.validateEvery, in: 1...1_000_000, "epochs between validations"),
      .init(
        "patience", \.plan.patience, in: 1...1_000_000, "validations in vain that end the training"),
    ]

  func check() throws(ToolError) { try checkHeads(sharing: width) }

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fit(request, minimising: loss.objective(negatives: trainNegatives))
  }

  private func fit(
    _ request: FitRequest, minimising objective: some Objective
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      try SASRec(
        items: recipe.items(count: sizes.items), options: recipe.options, score: DotScore(),
        objective: objective,
        batching: recipe.drawsWithReplacement ? .withReplacement : .shuffled)
    } embeddings: {
      $0["items.weight"].map { [Embedding(of: .items, "weight", $0)] } ?? []
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }

  private func items(count: Int) -> LearnedItems {
    switch options.initialization {
    case .xavierNormal: LearnedItems(count: count, width: width)
    case .xavierUniform: .sasRecPaperCode(count: count, width: width)
    }
  }

  /// By shape where shapes say it, by what was saved along with them elsewhere.
  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "items.weight", keys: ["heads", "norms"]) + stackSizes(of: file)
  }
}
