import SeqRec

/// `bpr`
struct BPRRecipe: EarlyStoppedModel {
  var width = 64
  var penalty = VectorPenalty()
  var trainNegatives = 1
  var plan = TrainingPlan(
    optimizer: .adam(rate: 2e-3), epochs: 200, batch: 1024, validateEvery: 4, patience: 3)
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "bpr",
    summary: "vectors of users and items, by pairs of items that a user has and has not",
    pieces: ["MatrixFactorization", "DotScore", "BayesianPersonalizedRanking"], isInductive: false,
    paper: "BPR: Bayesian Personalized Ranking from Implicit Feedback (UAI 2009)",
    hasWeights: true)

  static let keys: [HyperparameterKey<Self>] =
    [
      .init("width", \.width, in: 1...65_536, "width of vectors", grid: ["32", "64", "128"]),
      penalty(
        "penalty", \.all, "penalty of all vectors of a batch",
        standsFor: ["userPenalty", "targetPenalty", "negativePenalty"]),
      penalty("userPenalty", \.penalty.users, "penalty of a batch's users"),
      penalty("targetPenalty", \.penalty.targets, "penalty of items that they have"),
      penalty("negativePenalty", \.penalty.negatives, "penalty of items drawn against those"),
      .init("trainNegatives", \.trainNegatives, in: 1...1000, "items drawn against each"),
    ] + trainingKeys

  private static func penalty(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String,
    standsFor: [String] = [], grid: [String] = []
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number from 0", help, standsFor: standsFor, grid: grid) { $0 >= 0 }
  }

  private var all: Double {
    get { penalty.users }
    set { penalty = VectorPenalty(users: newValue, targets: newValue, negatives: newValue) }
  }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "items.weight")
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      MatrixFactorization(
        userCount: sizes.users, itemCount: sizes.items, width: recipe.width,
        objective: BayesianPersonalizedRanking(negatives: recipe.trainNegatives),
        penalty: recipe.penalty)
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }
}
