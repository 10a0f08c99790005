import SeqRec

/// SASRec with AutoSeqRec's embeddings in the place of its tables of items, and, in the second variant, of a user
/// whom it does not know.
protocol VariantRecipe: EarlyStoppedModel {
  var parts: VariantParts { get set }
}

/// What the two variants are made of.
struct VariantParts: Sendable {
  /// What is trained first.
  var autoencoder = AutoSeqRecRecipe(width: 64)
  /// SASRec's blocks.
  var options = CausalSelfAttention.Options.movieLens
  var tables = Tables.warmStart
  var users: Users
  var scales = Scales.matched
  /// Whether items are multiplied with `sqrt(width)`, as SASRec's own are.
  var scalesInputs = false
  var trainNegatives = 1
  /// The rate of warm tables, as a part of that of all else.
  var tableRate = 1.0
  var plan = TrainingPlan(
    optimizer: .sasRec, epochs: 400, batch: 128, validateEvery: 10, patience: 5)

  /// What becomes of `Es` and `Et`.
  enum Tables: String, CaseIterable {
    /// Tables that begin with them are trained.
    case warmStart
    /// They stay as they are; sessions follow the stream.
    case frozen
    /// They are trained along, with the reconstruction losses; sessions follow the stream.
    case joint
  }

  /// Where `Ec` comes from.
  enum Users: String, CaseIterable {
    /// Nowhere: variant 1.
    case none
    /// The history up to each position.
    case prefix
    /// All that the user did in training, as a table.
    case `static`
    /// That table, trained.
    case trained
  }

  /// What scale the embeddings are in.
  enum Scales: String, CaseIterable {
    /// That of SASRec's own tables.
    case matched
    /// That which the autoencoder gave them.
    case raw
  }
}

/// `variant1`
struct Variant1Recipe: VariantRecipe {
  var parts = VariantParts(users: .none)
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "variant1",
    summary: "SASRec between AutoSeqRec's source and target embeddings",
    pieces: ["WarmItems", "CausalSelfAttention", "TwoHopScore", "BinaryCrossEntropy"],
    isInductive: true,
    paper: "AutoSeqRec: Autoencoder for Efficient Sequential Recommendation (CIKM 2023)",
    hasWeights: true)

  static let keys = variantKeys
}

/// `variant2`
struct Variant2Recipe: VariantRecipe {
  var parts = VariantParts(users: .prefix)
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "variant2",
    summary: "variant1 with states weighed by AutoSeqRec's embedding of the history",
    pieces: [
      "WarmItems", "CausalSelfAttention", "CollaborativeUserEncoder", "TwoHopScore",
      "BinaryCrossEntropy",
    ],
    isInductive: true,
    paper: "AutoSeqRec: Autoencoder for Efficient Sequential Recommendation (CIKM 2023)",
    hasWeights: true)

  static let keys =
    variantKeys + [.init("users", \.parts.users, "where the user's embedding comes from")]
}

extension VariantRecipe {
  static var variantKeys: [HyperparameterKey<Self>] {
    [
      .init(
        "width", \.parts.autoencoder.width, in: 1...65_536, "width of embeddings and states",
        standsFor: ["autoencoder.width"]),
      .init("tables", \.parts.tables, "what becomes of the items' embeddings"),
      .init("scales", \.parts.scales, "the scale of the embeddings"),
      .init("scaleInputs", \.parts.scalesInputs, "multiply items with the width's root"),
      .init(
        "tableRate", \.parts.tableRate, "a number above 0",
        "Adam's rate of warm tables, as a factor"
      ) { $0 > 0 },
      .init(
        "dropout", \.parts.options.dropout, "a number from 0 to below 1", "dropout everywhere"
      ) { (0..<1).contains($0) },
      .init("maxLength", \.parts.options.maxLength, in: 1...65_536, "latest items that are read"),
      .init("blocks", \.parts.options.blocks, in: 0...256, "attention blocks"),
      .init("heads", \.parts.options.heads, in: 1...65_536, "heads, which share the width"),
      .init("norms", \.parts.options.norms, "where norms and residuals stand"),
      .init(
        "trainNegatives", \.parts.trainNegatives, in: 1...1000, "items drawn against each target"),
    ] + trainingKeys
      + AutoSeqRecRecipe.keys.filter {
        !AutoSeqRecRecipe.keysAfterTraining.contains($0.name)
      }.map { $0.within("autoencoder", \.parts.autoencoder) }
  }

  var plan: TrainingPlan {
    get {
      var plan = parts.plan
      let rate = plan.optimizer.rate * parts.tableRate
      plan.optimizer.rates =
        switch parts.tables {
        case .warmStart: ["source": rate, "target": rate]
        case .frozen: [:]
        case .joint: parts.autoencoder.rates
        }
      return plan
    }
    set { parts.plan = newValue }
  }

  func check() throws(ToolError) {
    let (width, heads) = (parts.autoencoder.width, parts.options.heads)
    guard width.isMultiple(of: heads) else {
      throw ToolError(
        .usage, "\(Self.name): \(heads) heads cannot share a width of \(width)",
        hint: "choose a width that the heads divide")
    }
    guard parts.tables != .joint || [.none, .prefix].contains(parts.users) else {
      throw ToolError(
        .usage, "\(Self.name): users = \(parts.users.rawValue) is a table of a trained encoder",
        hint: "tables=joint trains it along: users=prefix")
    }
  }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    let widths = ["source.weight", "encoder.weight"].compactMap { file[$0]?.shape }
    var sizes = widths.prefix(1).filter { $0.count == 2 }.map { shape in
      (key: "autoencoder.width", text: "\(shape[1])")
    }
    for key in ["tables", "users", "scaleInputs", "heads", "norms"] {
      if keys.contains(where: { $0.name == key }), let text = file.metadata[key] {
        sizes.append((key, text))
      }
    }
    return sizes + SASRecRecipe.stackSizes(of: file)
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    switch parts.tables {
    case .warmStart: try fit(request) { WarmItems($1.table(of: $0)) }
    case .frozen: try fit(request) { LiveItems($0, of: $1) }
    case .joint: try fitJointly(request)
    }
  }

  private func fit<Items: ItemEncoder>(
    _ request: FitRequest,
    items: @escaping (TransitionItems.Side, AutoSeqRecEmbeddings) -> Items
  ) throws -> FittedModel {
    switch parts.users {
    case .none: try fit(request, items: items) { _, _ in Never?.none }
    case .prefix: try fit(request, items: items) { embeddings, _ in embeddings.collaborative }
    case .static, .trained:
      try fit(request, items: items) { embeddings, users in
        IDUserEncoder(
          count: users, width: embeddings.source.width,
          initializer: .values(embeddings.collaborative.rows(of: request.histories(of: users))),
          isFrozen: parts.users == .static)
      }
    }
  }

  private func fit<Items: ItemEncoder, User: UserEncoder>(
    _ request: FitRequest,
    items: @escaping (TransitionItems.Side, AutoSeqRecEmbeddings) -> Items,
    user: @escaping (AutoSeqRecEmbeddings, Int) -> User?
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      let embeddings = try recipe.parts.embeddings(for: request, items: sizes.items)
      return try SASRec(
        items: items(.source, embeddings), options: recipe.parts.stack,
        score: TwoHopScore(to: items(.target, embeddings)), user: user(embeddings, sizes.users),
        objective: BinaryCrossEntropy(negatives: recipe.parts.trainNegatives))
    } embeddings: {
      Self.tables(of: $0)
    } live: {
      $0.live(after: $1, following: $0.model.followed, workers: $2)
    }
  }

  private func fitJointly(_ request: FitRequest) throws -> FittedModel {
    switch parts.users {
    case .prefix:
      try fitJointly(request) {
        CollaborativeUserEncoder(sharing: $0.encoder, countExponent: $0.options.countExponent)
      } served: {
        $0.collaborative
      }
    case .none, .static, .trained:
      try fitJointly(request) { _ in
        Never?.none
      } served: { _ in
        Never?.none
      }
    }
  }

  private func fitJointly<User: UserEncoder>(
    _ request: FitRequest, user: @escaping (AutoSeqRec) -> User?,
    served: @escaping (AutoSeqRecEmbeddings) -> User?
  ) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      let autoencoder = recipe.parts.model(items: sizes.items)
      func items(_ side: TransitionItems.Side) -> TransitionItems {
        TransitionItems(side, of: request.log, encoder: autoencoder.encoder)
      }
      let sasRec = try SASRec(
        items: items(.source), options: recipe.parts.stack,
        score: TwoHopScore(to: items(.target)), user: user(autoencoder),
        objective: BinaryCrossEntropy(negatives: recipe.parts.trainNegatives))
      return try JointModel(sasRec, autoencoder)
    } embeddings: {
      Self.tables(of: $0)
    } live: { trained, log, workers in
      let embeddings = trained.second().embeddings(of: log, workers: workers)
      // Sizes fitted when the model was made, and these are the same.
      guard
        let model = try? SASRec(
          items: LiveItems(.source, of: embeddings), sequence: trained.model.first.sequence,
          score: TwoHopScore(to: LiveItems(.target, of: embeddings)), user: served(embeddings),
          objective: trained.model.first.objective)
      else { preconditionFailure("a model that cannot be served") }
      var weights = Weights<Float>(model.parameters, seed: Seed(0))
      for parameter in model.sequence.parameters { weights[parameter] = trained.weights[parameter] }
      return Trained(model, weights: weights)
        .live(after: log, following: model.followed, workers: workers)
    }
  }

  private static func tables(of weights: Weights<Float>) -> [Embedding] {
    ["source", "target"].compactMap { name in
      weights["\(name).weight"].map { Embedding(of: .items, name, $0) }
    }
  }
}

extension VariantParts {
  /// SASRec's blocks as they read the tables.
  fileprivate var stack: CausalSelfAttention.Options {
    var stack = options
    stack.inputScale = scalesInputs ? nil : 1
    return stack
  }

  fileprivate func model(items: Int) -> AutoSeqRec {
    AutoSeqRec(itemCount: items, width: autoencoder.width, options: autoencoder.options)
  }

  /// The embeddings of an autoencoder that is trained on the request's log. Where the numbers come from a file they are
  /// only placeholders of the right shapes.
  fileprivate func embeddings(
    for request: FitRequest, items: Int
  ) throws -> AutoSeqRecEmbeddings {
    let model = model(items: items)
    guard request.beginsAnew else {
      let zeros = Weights(model.parameters.map { ($0.path, Tensor<Float>(zeros: $0.shape)) })
      return Trained(model, weights: zeros).embeddings(of: InteractionLog([]))
    }
    let embeddings = try autoencoder.trainer(for: request, as: "autoencoder")
      .fit(model, on: request.log).embeddings(of: request.log, workers: request.workers)
    guard scales == .matched else { return embeddings }
    return embeddings.inScaleOfLearnedItems(
      after: request.log, inputScale: scalesInputs ? 1 : Double(autoencoder.width).squareRoot())
  }
}

extension SequentialRecommender where Score == TwoHopScore {
  /// The tables of items that follow a stream.
  fileprivate var followed: [any FollowedPiece] {
    [items, score.items].compactMap { $0 as? any FollowedPiece }
  }
}

extension FitRequest {
  /// Whether the numbers are not all there: also where a training goes on, whose frozen numbers are compared.
  fileprivate var beginsAnew: Bool { checkpoint == nil && (weightsPath == nil || trainsWeights) }

  /// What users did in training; nothing where the numbers come from a file.
  fileprivate func histories(of users: Int) -> UserHistories {
    beginsAnew
      ? UserHistories(after: log)
      : UserHistories(userCount: users, itemCount: log.itemCount)
  }
}
