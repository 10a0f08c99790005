import SeqRec

/// `sasrec`
struct SASRecRecipe: ShippedModel {
  var width = 50
  /// The most; early stopping ends most trainings before.
  var epochs = 400
  var batch = 128
  var rate = AdamRecipe.sasRec.rate
  var beta2 = AdamRecipe.sasRec.beta2
  var options = CausalSelfAttention.Options()
  var trainNegatives = 1
  var drawsWithReplacement = false
  var validateEvery = 10
  var patience = 5
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
    hasWeights: true, selected: [])

  static let keys: [HyperparameterKey<Self>] = [
    .init("width", \.width, in: 1...65_536, "width of items and states"),
    .init("epochs", \.epochs, in: 0...1_000_000, "passes over all users, at most"),
    .init("batch", \.batch, in: 1...1_000_000, "users in a batch"),
    .init("rate", \.rate, "a number above 0", "Adam's rate") { $0 > 0 },
    .init("beta2", \.beta2, "a number from 0 to below 1", "Adam's decay of squares") {
      (0..<1).contains($0)
    },
    .init("dropout", \.options.dropout, "a number from 0 to below 1", "dropout everywhere") {
      (0..<1).contains($0)
    },
    .init("maxLength", \.options.maxLength, in: 1...65_536, "latest items that are read"),
    .init("blocks", \.options.blocks, in: 0...256, "attention blocks"),
    .init("heads", \.options.heads, in: 1...65_536, "heads, which share the width"),
    .init("norms", \.options.norms, "where norms and residuals stand"),
    .init("initialization", \.options.initialization, "how matrices begin"),
    .init("trainNegatives", \.trainNegatives, in: 1...1000, "items drawn against each target"),
    .init("withReplacement", \.drawsWithReplacement, "draw a batch's users with replacement"),
    .init("validateEvery", \.validateEvery, in: 1...1_000_000, "epochs between validations"),
    .init("patience", \.patience, in: 1...1_000_000, "validations in vain that end the training"),
  ]

  func check() throws(ToolError) {
    guard width.isMultiple(of: options.heads) else {
      throw ToolError(
        .usage, "\(Self.name): \(options.heads) heads cannot share a width of \(width)",
        hint: "choose a width that the heads divide")
    }
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    var recipe = self
    let file = try request.weightsFile(of: Self.name)
    if let file, let path = request.weightsPath { try recipe.takeSizes(of: file, at: path) }
    let model = try SASRec(
      items: recipe.items(count: request.itemCount),
      options: recipe.options, score: DotScore(),
      objective: BinaryCrossEntropy(negatives: recipe.trainNegatives),
      batching: drawsWithReplacement ? .withReplacement : .shuffled)
    let clock = Stopwatch()
    let trained =
      try request.restored(model, file)
      ?? trainer(for: request).fit(
        model, on: request.log, from: request.initialWeights(file, for: model.parameters),
        stopping: stopping(for: request),
        resuming: request.state.map { try TrainingState($0, for: model.parameters) },
        checkpoints: request.checkpoints)
    return FittedModel(
      hyperparameters: recipe.hyperparameters, weights: trained.weights, history: trained.history,
      trainingSeconds: clock.seconds,
      embeddings: { [table = trained.weights["items.weight"]] _ in
        table.map { [Embedding(of: .items, "weight", $0)] } ?? []
      }
    ) { [workers = request.workers] in trained.live(after: $0, workers: workers) }
  }

  private func items(count: Int) -> LearnedItems {
    switch options.initialization {
    case .xavierNormal: LearnedItems(count: count, width: width)
    case .xavierUniform: .sasRecPaperCode(count: count, width: width)
    }
  }

  private func trainer(for request: FitRequest) -> Trainer {
    let progress = request.progress
    progress.begin("\(Self.name), seed \(request.seed): epoch", of: epochs)
    return Trainer(
      .adam(rate: rate, beta2: beta2), epochs: epochs, batchSize: batch, seed: request.seed,
      workers: request.workers
    ) { progress.advance(to: $0.epoch, loss: $0.loss) }
  }

  private func stopping(
    for request: FitRequest
  ) -> EarlyStopping<SASRec<LearnedItems, DotScore, Never, BinaryCrossEntropy>>? {
    guard let heldOut = request.heldOut else { return nil }
    return EarlyStopping(every: validateEvery, patience: patience) {
      try heldOut.validate(
        $0.live(after: request.log, workers: request.workers), epoch: $0.history.epochsRun)
    }
  }

  /// Takes what decides the shapes of weights, and what they mean, from their file. What `--set` names
  /// must be what the file has.
  private mutating func takeSizes(
    of file: SafetensorsFile, at path: String
  ) throws(ToolError) {
    for (key, text) in Self.sizes(of: file) {
      let own = hyperparameters.first { $0.key == key }?.value.plainText
      guard own != text else { continue }
      let found = "found \(key) = \(text)"
      guard !namedKeys.contains(key) else {
        throw ToolError(.badInput, "\(path): expected \(key) = \(own ?? ""), \(found)")
      }
      guard let setting = Setting(argument: "\(key)=\(text)"), let taken = try? applying(setting)
      else { throw ToolError(.badInput, "\(path): expected a sound \(key), \(found)") }
      self = taken
    }
    do { try check() } catch { throw ToolError(.badInput, "\(path): \(error.message)") }
  }

  /// By shape where shapes say it, by what was saved along with them elsewhere.
  private static func sizes(of file: SafetensorsFile) -> [(key: String, text: String)] {
    var sizes: [(key: String, text: String)] = []
    if let shape = file["items.weight"]?.shape, shape.count == 2 {
      sizes.append(("width", "\(shape[1])"))
    }
    if let shape = file["positions.weight"]?.shape, shape.count == 2 {
      sizes.append(("maxLength", "\(shape[0])"))
      let blocks = file.entries.count { $0.name.hasSuffix(".attention.query.weight") }
      sizes.append(("blocks", "\(blocks)"))
    }
    return sizes
      + ["heads", "norms"].compactMap { key in file.metadata[key].map { (key, $0) } }
  }
}
