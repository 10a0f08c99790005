import SeqRec

/// `autoseqrec`
struct AutoSeqRecRecipe: ShippedModel {
  var width = 256
  var epochs = 200
  var batch = 64
  var encoderRate = AdamRecipe.autoSeqRec.rate(for: "encoder")
  var sourceRate = AdamRecipe.autoSeqRec.rate(for: "decoders.source")
  var collaborativeRate = AdamRecipe.autoSeqRec.rate(for: "decoders.collaborative")
  var targetRate = AdamRecipe.autoSeqRec.rate(for: "decoders.target")
  var options = AutoSeqRec.Options()
  var namedKeys: Set<String> = []

  static let presets = [
    Preset.default(Self()), Preset("paper-code", Self(options: .paperCode)),
  ]

  static let card = ModelCard(
    name: "autoseqrec",
    summary: "autoencoder over histories and item transitions; absorbs events without training",
    pieces: [
      "MultiInformationEncoder", "DecodedRow (long-term)", "DecodedRow (one-hop)",
      "TwoHopScore (two-hop)", "WeightedSum",
    ],
    isInductive: true,
    paper: "AutoSeqRec: Autoencoder for Efficient Sequential Recommendation (CIKM 2023)",
    hasWeights: true, selected: ["lambda1", "lambda2"])

  static let keys: [HyperparameterKey<Self>] = [
    .init("width", \.width, in: 1...65_536, "width of the embeddings"),
    .init("epochs", \.epochs, in: 0...1_000_000, "passes over all batches"),
    .init("batch", \.batch, in: 1...1_000_000, "rows in a batch"),
    rate("rate", \.rate, "Adam's rate of all four groups", isReported: false),
    rate("encoderRate", \.encoderRate, "Adam's rate of the encoder"),
    rate("sourceRate", \.sourceRate, "Adam's rate of the source decoder"),
    rate("collaborativeRate", \.collaborativeRate, "Adam's rate of the collaborative decoder"),
    rate("targetRate", \.targetRate, "Adam's rate of the target decoder"),
    share("lambda1", \.options.lambda1, "weight of the long-term score"),
    share("lambda2", \.options.lambda2, "weight of the one-hop score; two-hop gets the rest"),
    dropout("dropout", \.options.encoderDropout, "dropout of hidden units"),
    dropout("outputDropout", \.options.outputDropout, "dropout of decoded outputs"),
    .init("reshuffle", \.options.reshuffles, "new batches every epoch"),
    .init(
      "silenceUntrained", \.options.silencesUntrained,
      "zero the encoder's rows of items without a training event"),
    .init("doubleCount", \.doubleCount, "count transitions twice that come after training"),
    .init("coldScores", \.options.scoresColdUsers, "score users without history"),
  ]

  private static func rate(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String,
    isReported: Bool = true
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number above 0", help, isReported: isReported) { $0 > 0 }
  }

  private static func share(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number from 0 to 1", help) { (0...1).contains($0) }
  }

  private static func dropout(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number from 0 to below 1", help) { (0..<1).contains($0) }
  }

  /// Takes the lambdas that weights were saved with, unless `--set` names others.
  private mutating func takeLambdas(of file: SafetensorsFile, noting progress: Progress) {
    func number(_ key: String) -> Double? { file.metadata[key].flatMap(Double.init) }
    guard namedKeys.isDisjoint(with: ["lambda1", "lambda2"]), let first = number("lambda1"),
      let second = number("lambda2"),
      first >= 0, second >= 0, first + second <= 1 + 1e-12,
      (first, second) != (options.lambda1, options.lambda2)
    else { return }
    options.lambda1 = first
    options.lambda2 = second
    progress.note("lambda1 = \(first) and lambda2 = \(second), as the weights were saved")
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
    guard options.lambda1 + options.lambda2 <= 1 + 1e-12 else {
      throw ToolError(
        .usage,
        "lambda1 + lambda2 is \(options.lambda1) + \(options.lambda2), which is more than 1",
        hint: "two-hop gets what the two leave of 1")
    }
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    var recipe = self
    let weightsFile = try request.weightsFile(of: Self.name)
    if let shape = weightsFile?["encoder.weight"]?.shape, shape.count == 2, shape[1] > 0,
      !namedKeys.contains("width")
    {
      recipe.width = shape[1]
    }
    if let weightsFile { recipe.takeLambdas(of: weightsFile, noting: request.progress) }
    let model = AutoSeqRec(
      itemCount: request.itemCount, width: recipe.width, options: recipe.options)
    let clock = Stopwatch()
    var trained =
      try request.restored(model, weightsFile)
      ?? recipe.trainer(for: request).fit(
        model, on: request.log,
        from: request.initialWeights(weightsFile, for: model.parameters),
        resuming: request.state.map { try TrainingState($0, for: model.parameters) },
        checkpoints: request.checkpoints)
    let training = clock.seconds
    let history = trained.history
    if let validation = request.selectingOn {
      request.progress.note("\(Self.name): selecting lambda1 and lambda2 on validation")
      trained = try trained.selectingLambdas(
        on: validation, after: request.log, workers: request.workers
      ).chosen
      recipe.options = trained.model.options
    }
    let selection = request.selectingOn == nil ? 0 : clock.seconds - training
    return FittedModel(
      hyperparameters: recipe.hyperparameters, weights: trained.weights,
      history: history, trainingSeconds: training, selectionSeconds: selection,
      embeddings: { [trained, workers = request.workers] in
        let (collaborative, source, target) =
          trained.live(after: $0, workers: workers).embeddings()
        return [
          Embedding(of: .users, "collaborative", collaborative),
          Embedding(of: .items, "source", source), Embedding(of: .items, "target", target),
        ]
      }
    ) { [trained, workers = request.workers] in trained.live(after: $0, workers: workers) }
  }

  private func trainer(for request: FitRequest) -> Trainer {
    var optimizer = AdamRecipe.autoSeqRec
    optimizer.rates = [
      "encoder": encoderRate, "decoders.source": sourceRate,
      "decoders.collaborative": collaborativeRate, "decoders.target": targetRate,
    ]
    let progress = request.progress
    progress.begin("\(Self.name), seed \(request.seed): epoch", of: epochs)
    return Trainer(
      optimizer, epochs: epochs, batchSize: batch, seed: request.seed, workers: request.workers
    ) { progress.advance(to: $0.epoch, loss: $0.loss) }
  }
}
