import SeqRec

/// `itemknn`
struct ItemKNNRecipe: ItemItemRecipe {
  var estimator = ItemKNN()
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "itemknn", summary: "the items most similar to those of the history, by common users",
    pieces: ["ItemKNN", "ItemItemModel"], isInductive: true,
    paper: "Item-based collaborative filtering recommendation algorithms (WWW 2001)",
    hasWeights: true)

  static let keys: [HyperparameterKey<Self>] = [
    .init(
      "neighbours", \.estimator.neighbours, in: 1...1_000_000, "neighbours of an item, at most",
      grid: ["50", "100", "200"]),
    .atLeastZero(
      "shrink", \.estimator.shrink, "what makes little of few common users",
      grid: ["0", "10", "100"]),
    .init("similarity", \.estimator.similarity, "how alike two items are"),
    .init(
      "asymmetry", \.estimator.asymmetry, "a number from 0 to 1",
      "of asymmetric-cosine: the larger, the more it favours popular items"
    ) { (0...1).contains($0) },
    .init("weighting", \.estimator.weighting, "what a user counts in a similarity"),
    .halfLife(\.halfLife),
  ]

  private var halfLife: Double {
    get { estimator.halfLife ?? 0 }
    set { estimator.halfLife = newValue > 0 ? newValue : nil }
  }
}
