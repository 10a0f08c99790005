import SeqRec

/// `hybrid`: SASRec, AutoSeqRec and EASE, whose scores are blended.
struct HybridRecipe: StackedModel {
  var width = 128
  var options = {
    var options = CausalSelfAttention.Options.movieLens
    options.dropout = 0.4
    return options
  }()
  var loss = TrainingLoss.softmax
  var trainNegatives = 1
  var plan = TrainingPlan(
    optimizer: .sasRec, epochs: 60, batch: 32, validateEvery: 5, patience: 2)
  var autoencoder = {
    var recipe = AutoSeqRecRecipe.tuned
    recipe.options.encoderDropout = 0.5
    recipe.options.lambda1 = 0.1
    recipe.options.lambda2 = 0.4
    recipe.options.transitionWeight = 0.1
    recipe.options.trendWeight = 0
    return recipe
  }()
  var ease = EASERecipe(estimator: EASE(halfLife: 10))
  /// What SASRec's logits are multiplied with in the blend; the others have the rest.
  var sequenceShare = 0.7
  /// What AutoSeqRec has of that rest; EASE has what is left.
  var autoencoderShare = 0.35
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "hybrid",
    summary: "a blend of SASRec, AutoSeqRec and EASE; absorbs events without training",
    pieces: [
      "CausalSelfAttention", "DotScore", "SoftmaxCrossEntropy", "AutoSeqRec", "EASE",
      "Accompanied", "LiveBlend",
    ],
    isInductive: true,
    paper: "none: a composition of this project", hasWeights: true)

  static let keys: [HyperparameterKey<Self>] =
    [
      share(
        "sequenceShare", \.sequenceShare, "factor of SASRec's logits; the others have the rest",
        grid: ["0", "0.25", "0.5", "0.6", "0.7", "0.75", "0.8", "0.9", "1"]),
      share(
        "autoencoderShare", \.autoencoderShare, "AutoSeqRec's share of the rest; EASE's is left",
        grid: ["0", "0.2", "0.35", "0.5", "0.65", "0.8", "1"]),
      .init("width", \.width, in: 1...65_536, "width of SASRec's items and states"),
    ] + stackKeys() + [
      .init("loss", \.loss, "what SASRec minimises"),
      .init("trainNegatives", \.trainNegatives, in: 1...1000, "items drawn against each target"),
    ] + trainingKeys
    + AutoSeqRecRecipe.keys.map { $0.within("autoencoder", \.autoencoder) }
    + EASERecipe.keys.map { $0.within("itemItem", \.ease) }

  static let keysAfterTraining: Set =
    Set(["sequenceShare", "autoencoderShare"])
    .union(AutoSeqRecRecipe.keysAfterTraining.map { "autoencoder.\($0)" })
    .union(EASERecipe.keysAfterTraining.map { "itemItem.\($0)" })

  static var mixedKeys: (x: String, y: String)? { ("sequenceShare", "autoencoderShare") }

  private static func share(
    _ name: String, _ path: any WritableKeyPath<Self, Double> & Sendable, _ help: String,
    grid: [String]
  ) -> HyperparameterKey<Self> {
    .init(name, path, "a number from 0 to 1", help, grid: grid, isPostHoc: true) {
      (0...1).contains($0)
    }
  }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    var sizes = file.sizes(widthOf: "items.weight", keys: ["heads", "norms"])
    if let shape = file["autoseqrec.encoder.weight"]?.shape, shape.count == 2 {
      sizes.append(("autoencoder.width", "\(shape[1])"))
    }
    if let text = file.metadata["autoencoder.reconstruction"] {
      sizes.append(("autoencoder.reconstruction", text))
    }
    return sizes + stackSizes(of: file)
  }

  func check() throws(ToolError) {
    try checkHeads(sharing: width)
    try autoencoder.check()
  }
}
