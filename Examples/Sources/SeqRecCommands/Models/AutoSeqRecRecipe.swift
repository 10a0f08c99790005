import SeqRec

/// `autoseqrec`
struct AutoSeqRecRecipe: ShippedModel {
  var width = 256
  var epochs = 200
  var batch = 64
  var encoderRate = OptimizerRecipe.autoSeqRec.rate(for: "encoder")
  var sourceRate = OptimizerRecipe.autoSeqRec.rate(for: "decoders.source")
  var collaborativeRate = OptimizerRecipe.autoSeqRec.rate(for: "decoders.collaborative")
  var targetRate = OptimizerRecipe.autoSeqRec.rate(for: "decoders.target")
  var options = AutoSeqRec.Options()
  var namedKeys: Set<String> = []

  static let presets = [
    Preset.default(Self()), Preset("paper-code", Self(options: .paperCode)),
    Preset("tuned", tuned),
  ]

  static let tuned = Self(
    width: 128, epochs: 30, encoderRate: 1e-3, sourceRate: 1e-3, collaborativeRate: 1e-3,
    targetRate: 1e-3, options: .tuned)

  static let card = ModelCard(
    name: "autoseqrec",
    summary: "autoencoder over histories and item transitions; absorbs events without training",
    pieces: [
      "MultiInformationEncoder", "DecodedRow (long-term)", "DecodedRow (one-hop)",
      "TwoHopScore (two-hop)", "WeightedSum",
    ],
    isInductive: true,
    paper: "AutoSeqRec: Autoencoder for Efficient Sequential Recommendation (CIKM 2023)",
    hasWeights: true)

  static var epochsTried: (any WritableKeyPath<Self, Int> & Sendable)? { \Self.epochs }

  static let keys: [HyperparameterKey<Self>] = [
    .init("width", \.width, in: 1...65_536, "width of the embeddings", grid: ["64", "256"]),
    .init("epochs", \.epochs, in: 0...1_000_000, "passes over all batches"),
    .init("batch", \.batch, in: 1...1_000_000, "rows in a batch"),
    rate(
      "rate", \.rate, "Adam's rate of all four groups",
      standsFor: ["encoderRate", "sourceRate", "collaborativeRate", "targetRate"]),
    rate(
      "encoderRate", \.encoderRate, "Adam's rate of the encoder",
      grid: ["1e-5", "1e-4", "1e-3", "1e-2"]),
    rate(
      "sourceRate", \.sourceRate, "Adam's rate of the source decoder", grid: ["1e-3", "1e-2"]),
    rate("collaborativeRate", \.collaborativeRate, "Adam's rate of the collaborative decoder"),
    rate("targetRate", \.targetRate, "Adam's rate of the target decoder"),
    weight("lambda1", \.options.lambda1, "weight of the long-term score"),
    weight("lambda2", \.options.lambda2, "weight of the one-hop score; two-hop gets the rest"),
    weight("multiHopWeight", \.options.multiHopWeight, "weight of the score after more hops"),
    weight("transitionWeight", \.options.transitionWeight, "weight of counted transitions"),
    weight("trendWeight", \.options.trendWeight, "weight of what is interacted with of late"),
    .init("reconstruction", \.options.reconstruction, "what decoded rows are"),
    share("countExponent", \.options.countExponent, "power of its sum that a row is divided by"),
    .init("recentItems", \.options.recentItems, in: 1...1_000, "last items that make the state"),
    share("memory", \.options.memory, "what an item counts next to the one after it"),
    .init("twoHopFactors", \.options.twoHopFactors, "what two-hop holds against targets"),
    .init("hops", \.options.hops, in: 3...100, "hops of the multi-hop score"),
    .init(
      "trendHalfLife", \.options.trendHalfLife, "a number from 1",
      "events after which one is worth half in the trend"
    ) { $0 >= 1 },
    dropout(
      "dropout", \.options.encoderDropout, "dropout of hidden units", grid: ["0.3", "0.5"]),
    dropout("outputDropout", \.options.outputDropout, "dropout of decoded outputs"),
    .init("reshuffle", \.options.reshuffles, "new batches every epoch"),
    .init(
      "silenceUntrained", \.options.silencesUntrained,
      "zero the encoder's rows of items without a training event"),
    .init("doubleCount", \.doubleCount, "count transitions twice that come after training"),
    .init("coldScores", \.options.scoresColdUsers, "score users without history"),
  ]

  static let keysAfterTraining: Set = [
    "lambda1", "lambda2", "multiHopWeight", "transitionWeight", "trendWeight", "recentItems",
    "memory", "twoHopFactors", "hops", "trendHalfLife", "doubleCount", "coldScores",
  ]

  static var mixedKeys: (x: String, y: String)? { ("lambda1", "lambda2") }

  var lossUnit: String {
    switch options.reconstruction {
    case .squaredError: "squared counts"
    case .crossEntropy: "nats"
    }
  }

  private static func rate(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String,
    standsFor: [String] = [], grid: [String] = []
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number above 0", help, standsFor: standsFor, grid: grid) { $0 > 0 }
  }

  private static func weight(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String
  ) -> HyperparameterKey<Self> {
    share(name, path, help, grid: (0...10).map { "\(Double($0) / 10)" }, isPostHoc: true)
  }

  private static func share(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String,
    grid: [String] = [], isPostHoc: Bool = false
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number from 0 to 1", help, grid: grid, isPostHoc: isPostHoc) {
      (0...1).contains($0)
    }
  }

  private static func dropout(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String,
    grid: [String] = []
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number from 0 to below 1", help, grid: grid) { (0..<1).contains($0) }
  }

  /// Terms that have no weight stay out of a mixture. Rates and widths are those of squared errors, dropout
  /// is what distributions are sensitive to.
  func isTried(_ key: String) -> Bool {
    switch key {
    case "multiHopWeight": options.multiHopWeight != 0
    case "transitionWeight": options.transitionWeight != 0
    case "trendWeight": options.trendWeight != 0
    case "dropout": options.reconstruction == .crossEntropy
    case "width", "encoderRate", "sourceRate": options.reconstruction == .squaredError
    default: true
    }
  }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "encoder.weight", keys: ["reconstruction"])
  }

  private var rate: Double {
    get { encoderRate }
    set {
      encoderRate = newValue
      sourceRate = newValue
      collaborativeRate = newValue
      targetRate = newValue
    }
  }

  private var doubleCount: Bool {
    get { options.liveTransitionCount == 2 }
    set { options.liveTransitionCount = newValue ? 2 : 1 }
  }

  func check() throws(ToolError) {
    guard options.twoHopWeight >= 0 else {
      let further = [
        ("multiHopWeight", options.multiHopWeight), ("transitionWeight", options.transitionWeight),
        ("trendWeight", options.trendWeight),
      ].filter { $0.1 != 0 }
      let weights = [("lambda1", options.lambda1), ("lambda2", options.lambda2)] + further
      throw ToolError(
        .usage,
        "\(weights.map(\.0).joined(separator: " + ")) is "
          + "\(weights.map { "\($0.1)" }.joined(separator: " + ")), which is more than 1",
        hint: "two-hop gets what the others leave of 1")
    }
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    let (recipe, weightsFile) = try withWeights(of: request)
    let model = AutoSeqRec(
      itemCount: request.sizes.items, width: recipe.width, options: recipe.options)
    try request.checkMemory(for: model)
    let clock = Stopwatch()
    let trained =
      try request.restored(model, weightsFile)
      ?? recipe.trainer(for: request, as: Self.name).fit(
        model, on: request.log,
        from: request.initialWeights(weightsFile, for: model.parameters),
        resuming: request.trainingState(for: model.parameters),
        checkpoints: request.checkpoints)
    return FittedModel(
      hyperparameters: recipe.hyperparameters, weights: trained.weights,
      history: trained.history, trainingSeconds: clock.seconds,
      embeddings: { [workers = request.workers] in
        let (collaborative, source, target) =
          trained.live(after: $0, workers: workers).embeddings()
        return [
          Embedding(of: .users, "collaborative", collaborative),
          Embedding(of: .items, "source", source), Embedding(of: .items, "target", target),
        ]
      }
    ) { [workers = request.workers] in trained.live(after: $0, workers: workers) }
  }

  static func measure(
    _ variants: [Self], with fitted: FittedModel, on heldOut: HeldOut, workers: Workers
  ) throws -> [Double] {
    guard let first = variants.first, let weights = fitted.weights else { return [] }
    let train = heldOut.split.train
    let model = AutoSeqRec(
      itemCount: train.itemCount, width: first.width, options: first.options)
    return try heldOut.measure(
      Trained(model, weights: weights)
        .variants(variants.map(\.options), after: train, workers: workers))
  }

  /// The rates by the beginning of their parameters' paths.
  var rates: [String: Double] {
    [
      "encoder": encoderRate, "decoders.source": sourceRate,
      "decoders.collaborative": collaborativeRate, "decoders.target": targetRate,
    ]
  }

  /// What a model of this recipe is trained with, under a name for whoever watches.
  func trainer(for request: FitRequest, as name: String) -> Trainer {
    var optimizer = OptimizerRecipe.autoSeqRec
    optimizer.rates = rates
    let progress = request.progress
    progress.begin("\(name), seed \(request.seed): epoch", of: epochs)
    return Trainer(
      optimizer, epochs: epochs, batchSize: batch, seed: request.seed, workers: request.workers
    ) { progress.advance(to: $0.epoch, loss: $0.loss) }
  }
}
