import SeqRec

/// `ease`
struct EASERecipe: ItemItemRecipe {
  var estimator = EASE()
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "ease", summary: "items regressed on all others by least squares, in closed form",
    pieces: ["EASE", "ItemItemModel"], isInductive: true,
    paper: "Embarrassingly Shallow Autoencoders for Sparse Data (WWW 2019)",
    hasWeights: true)

  static let keys: [HyperparameterKey<Self>] = [
    .atLeastZero(
      "lambda", \.estimator.lambda, "how strongly weights are held down",
      grid: ["10", "50", "250", "1000"]),
    .atLeastZero(
      "alpha", \.estimator.alpha, "the power of its users by which an item's scores are divided"),
    .init(
      "itemLimit", \.estimator.itemLimit, in: 1...1_000_000,
      "the most items for which a matrix is made"),
    .halfLife(\.halfLife),
  ]

  private var halfLife: Double {
    get { estimator.halfLife ?? 0 }
    set { estimator.halfLife = newValue > 0 ? newValue : nil }
  }
}
