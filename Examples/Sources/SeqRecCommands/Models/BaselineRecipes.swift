import SeqRec

/// `pop`
struct PopularityRecipe: ShippedModel {
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "pop", summary: "the items with the most interactions so far, the same for everybody",
    pieces: ["Popularity"], isInductive: true, paper: "none; the floor of every table",
    hasWeights: false)

  static let keys: [HyperparameterKey<Self>] = []

  func fit(_ request: FitRequest) -> FittedModel {
    FittedModel { Popularity(after: $0) }
  }
}

/// `markov`
struct MarkovRecipe: ShippedModel {
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "markov", summary: "what most often came next after the last item, then popularity",
    pieces: ["OnlineMarkovChain"], isInductive: true, paper: "none; an untrained online chain",
    hasWeights: false)

  static let keys: [HyperparameterKey<Self>] = []

  func fit(_ request: FitRequest) -> FittedModel {
    FittedModel { OnlineMarkovChain(after: $0) }
  }
}
