import SeqRec

/// `sasrec`
struct SASRecRecipe: EarlyStoppedModel {
  var width = 50
  var options = CausalSelfAttention.Options()
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

  static let keys: [HyperparameterKey<Self>] = [
    .init("width", \.width, in: 1...65_536, "width of items and states"),
    .init("epochs", \.plan.epochs, in: 0...1_000_000, "passes over all users, at most"),
    .init("batch", \.plan.batch, in: 1...1_000_000, "users in a batch"),
    .init("rate", \.plan.optimizer.rate, "a number above 0", "Adam's rate") { $0 > 0 },
    .init("beta2", \.plan.optimizer.beta2, "a number from 0 to below 1", "Adam's decay of squares")
    {
      (0..<1).contains($0)
    },
    .init(
      "dropout", \.options.dropout, "a number from 0 to below 1", "dropout everywhere",
      grid: ["0.2", "0.5"]
    ) { (0..<1).contains($0) },
    .init("maxLength", \.options.maxLength, in: 1...65_536, "latest items that are read"),
    .init("blocks", \.options.blocks, in: 0...256, "attention blocks"),
    .init("heads", \.options.heads, in: 1...65_536, "heads, which share the width"),
    .init("norms", \.options.norms, "where norms and residuals stand"),
    .init("initialization", \.options.initialization, "how matrices begin"),
    .init("trainNegatives", \.trainNegatives, in: 1...1000, "items drawn against each target"),
    .init("withReplacement", \.drawsWithReplacement, "draw a batch's users with replacement"),
    .init("validateEvery", \.plan.validateEvery, in: 1...1_000_000, "epochs between validations"),
    .init(
      "patience", \.plan.patience, in: 1...1_000_000, "validations in vain that end the training"),
  ]

  func check() throws(ToolError) {
    guard width.isMultiple(of: options.heads) else {
      throw ToolError(
        .usage, "\(Self.name): \(options.heads) heads cannot share a width of \(width)",
        hint: "choose a width that the heads divide")
    }
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      try SASRec(
        items: recipe.items(count: sizes.items), options: recipe.options, score: DotScore(),
        objective: BinaryCrossEntropy(negatives: recipe.trainNegatives),
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

  /// What the shapes of a stack's parameters say.
  static func stackSizes(of file: SafetensorsFile) -> [(key: String, text: String)] {
    guard let shape = file["positions.weight"]?.shape, shape.count == 2 else { return [] }
    let blocks = file.entries.count { $0.name.hasSuffix(".attention.query.weight") }
    return [("maxLength", "\(shape[0])"), ("blocks", "\(blocks)")]
  }
}
