import SeqRec

/// SASRec with AutoSeqRec's embeddings in the place of its tables of items, and, in the second variant, of a user
/// whom it does not know.
protocol VariantRecipe: StackedModel {
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
  var factors = TwoHopScore.Factors.both
  var userShare = 1.0
  var scales = Scales.matched
  /// Whether items are multiplied with `sqrt(width)`, as SASRec's own are.
  var scalesInputs = false
  /// What embeddings in the scale of a learned table are multiplied with, where one table begins with their mean or is
  /// added to them.
  var embeddingScale = 1.0
  var loss = TrainingLoss.binaryCrossEntropy
  var trainNegatives = 1
  /// The rate of warm tables, as a part of that of all else.
  var tableRate = 1.0
  var plan = TrainingPlan(
    optimizer: .sasRec, epochs: 400, batch: 128, validateEvery: 10, patience: 5)

  /// What becomes of `Es` and `Et`.
  enum Tables: String, CaseIterable {
    /// Tables that begin with them are trained.
    case warmStart
    /// One table that begins with their mean is trained, and reads and predicts.
    case shared
    /// They stay as they are; sessions follow the stream.
    case frozen
    /// They stay too, and one learned table is added to both; sessions follow the stream.
    case summed
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
    summary: "variant1 with AutoSeqRec's embedding of the history in each state",
    pieces: [
      "WarmItems", "CausalSelfAttention", "CollaborativeUserEncoder", "TwoHopScore",
      "BinaryCrossEntropy",
    ],
    isInductive: true,
    paper: "AutoSeqRec: Autoencoder for Efficient Sequential Recommendation (CIKM 2023)",
    hasWeights: true)

  static let keys =
    variantKeys + [
      .init("users", \.parts.users, "where the user's embedding comes from"),
      .init("factors", \.parts.factors, "what of user and state is held against the items"),
      .init(
        "userShare", \.parts.userShare, "a number from 0 to 1",
        "how much the user's embedding weighs, or is added where factors=sum"
      ) { (0...1).contains($0) },
    ]
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
        "embeddingScale", \.parts.embeddingScale, "a number from 0 to 1000",
        "what embeddings are multiplied with where tables=summed or shared"
      ) { (0...1000).contains($0) },
      .init(
        "tableRate", \.parts.tableRate, "a number above 0",
        "Adam's rate of warm tables, as a factor"
      ) { $0 > 0 },
    ] + stackKeys() + [
      .init("loss", \.parts.loss, "what is minimised"),
      .init(
        "trainNegatives", \.parts.trainNegatives, in: 1...1000, "items drawn against each target"),
    ] + trainingKeys
      + AutoSeqRecRecipe.keys.filter {
        !AutoSeqRecRecipe.keysAfterTraining.contains($0.name)
      }.map { $0.within("autoencoder", \.parts.autoencoder) }
  }

  var options: CausalSelfAttention.Options {
    get { parts.options }
    set { parts.options = newValue }
  }

  var plan: TrainingPlan {
    get {
      var plan = parts.plan
      let rate = plan.optimizer.rate * parts.tableRate
      plan.optimizer.rates =
        switch parts.tables {
        case .warmStart: ["source": rate, "target": rate]
        case .shared: ["source": rate]
        case .frozen, .summed: [:]
        case .joint: parts.autoencoder.rates
        }
      return plan
    }
    set { parts.plan = newValue }
  }

  /// A table of users knows those of training alone.
  var isInductive: Bool { [.none, .prefix].contains(parts.users) }

  /// Trained along, the autoencoder adds its own loss.
  var lossUnit: String {
    let added = parts.autoencoder.lossUnit
    return parts.tables == .joint && added != "nats" ? "nats + \(added)" : "nats"
  }

  func check() throws(ToolError) {
    try checkHeads(sharing: parts.autoencoder.width)
    guard parts.tables != .joint || [.none, .prefix].contains(parts.users) else {
      throw ToolError(
        .usage, "\(Self.name): users = \(parts.users.rawValue) is a table of a trained encoder",
        hint: "tables=joint trains it along: users=prefix")
    }
    guard parts.factors != .state || parts.users == .none else {
      throw ToolError(
        .usage, "\(Self.name): factors = state leaves users = \(parts.users.rawValue) unread",
        hint: "choose users=none, or factors=both or sum")
    }
    guard parts.factors != .user || parts.users != .none else {
      throw ToolError(
        .usage, "\(Self.name): factors = user has nothing to read where users = none",
        hint: "choose users=prefix, or other factors")
    }
  }

  /// Says which settings nothing reads. Another part of the same command may decide that: weights, or a grid.
  func noteIdleKeys(to progress: Progress) {
    let uses = [
      ("tableRate", [.warmStart, .shared].contains(parts.tables)),
      ("embeddingScale", parts.usesOneTable), ("scaleInputs", !parts.usesOneTable),
      ("scales", parts.tables != .joint),
      ("userShare", parts.users != .none && [.both, .sum].contains(parts.factors)),
      ("trainNegatives", parts.loss != .softmax),
    ]
    for (key, isRead) in uses where namedKeys.contains(key) && !isRead {
      progress.note("\(Self.name): nothing reads \(key) here")
    }
  }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    let widths = ["source.weight", "encoder.weight"].compactMap { file[$0]?.shape }
    var sizes = widths.prefix(1).filter { $0.count == 2 }.map { shape in
      (key: "autoencoder.width", text: "\(shape[1])")
    }
    for key in ["tables", "users", "factors", "userShare", "scaleInputs", "heads", "norms"] {
      if keys.contains(where: { $0.name == key }), let text = file.metadata[key] {
        sizes.append((key, text))
      }
    }
    return sizes + stackSizes(of: file)
  }
}
