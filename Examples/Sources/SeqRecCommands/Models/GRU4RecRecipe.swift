import SeqRec

/// `gru4rec`
struct GRU4RecRecipe: EarlyStoppedModel {
  var width = 64
  var maxLength = 50
  var dropout = 0.25
  var stateDropout = 0.0
  var reset = GRUReset.beforeProduct
  var isTied = true
  var plan = TrainingPlan(
    optimizer: .adam(rate: 3e-3), epochs: 100, batch: 32, validateEvery: 5, patience: 2)
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "gru4rec",
    summary: "a recurrence over a user's last items; appends events without training",
    pieces: ["LearnedItems", "GatedRecurrence", "DotScore", "SoftmaxCrossEntropy"],
    isInductive: true,
    paper:
      "Recurrent Neural Networks with Top-k Gains for Session-based Recommendations (CIKM 2018)",
    hasWeights: true)

  static let keys: [HyperparameterKey<Self>] =
    [
      .init(
        "width", \.width, in: 1...65_536, "width of items and states", grid: ["32", "64", "128"]),
      .init("maxLength", \.maxLength, in: 1...65_536, "latest items that are read"),
      .init(
        "dropout", \.dropout, "a number from 0 to below 1", "dropout of items",
        grid: ["0", "0.25", "0.5"]
      ) { (0..<1).contains($0) },
      .init(
        "stateDropout", \.stateDropout, "a number from 0 to below 1", "dropout of states",
        grid: ["0", "0.25", "0.5"]
      ) { (0..<1).contains($0) },
      .init("reset", \.reset, "where the reset gate acts"),
      .init("tied", \.isTied, "predict items by the vectors that they are read with"),
    ] + trainingKeys

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "items.weight", keys: ["maxLength", "reset"])
      + [("tied", "\(file["targets.weight"] == nil)")]
  }

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      let n = sizes.items
      let targets =
        recipe.isTied ? nil : LearnedItems(count: n, width: recipe.width, path: "targets")
      return try GRU4Rec(
        items: LearnedItems(count: n, width: recipe.width),
        score: DotScore(to: targets, biasOf: n), maxLength: recipe.maxLength, reset: recipe.reset,
        dropout: recipe.dropout, stateDropout: recipe.stateDropout)
    } embeddings: {
      $0["items.weight"].map { [Embedding(of: .items, "weight", $0)] } ?? []
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }
}
