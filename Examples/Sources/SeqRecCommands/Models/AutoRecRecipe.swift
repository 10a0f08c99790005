import SeqRec

/// What the two AutoRecs have in common.
protocol AutoRecRecipe: EarlyStoppedModel {
  var width: Int { get set }
  var inputDropout: Double { get set }
}

extension AutoRecRecipe {
  static var keys: [HyperparameterKey<Self>] {
    [
      .init("width", \.width, in: 1...65_536, "hidden units", grid: ["64", "128", "256"]),
      .init(
        "inputDropout", \.inputDropout, "a number from 0 to below 1", "dropout of what is read",
        grid: ["0.3", "0.5", "0.7"]
      ) { (0..<1).contains($0) },
    ] + trainingKeys
  }

  static func fixed(by file: SafetensorsFile) -> [(key: String, text: String)] {
    file.sizes(widthOf: "encoder.weight")
  }
}

/// `autorec-user`
struct UserAutoRecRecipe: AutoRecRecipe {
  var width = 256
  var inputDropout = 0.5
  var plan = TrainingPlan(
    optimizer: .adam(rate: 3e-3), epochs: 200, batch: 64, validateEvery: 4, patience: 3)
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "autorec-user",
    summary: "autoencoder of what a user has; absorbs events without training",
    pieces: ["MultiInformationEncoder", "DecodedRow", "RowCrossEntropy"], isInductive: true,
    paper: "AutoRec: Autoencoders Meet Collaborative Filtering (WWW 2015)", hasWeights: true)

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      AutoRec(
        .users(itemCount: sizes.items), width: recipe.width, inputDropout: recipe.inputDropout)
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }
}

/// `autorec-item`
struct ItemAutoRecRecipe: AutoRecRecipe {
  var width = 256
  var inputDropout = 0.5
  var plan = TrainingPlan(epochs: 200, batch: 64, validateEvery: 4, patience: 3)
  var namedKeys: Set<String> = []

  static let presets = [Preset.default(Self())]

  static let card = ModelCard(
    name: "autorec-item",
    summary: "autoencoder of who has an item; absorbs events without training",
    pieces: ["MultiInformationEncoder", "DecodedRow", "RowReconstruction"], isInductive: false,
    paper: "AutoRec: Autoencoders Meet Collaborative Filtering (WWW 2015)", hasWeights: true)

  var lossUnit: String { "squared counts" }

  func fit(_ request: FitRequest) throws -> FittedModel {
    try fitted(by: request) { recipe, sizes in
      AutoRec(
        .items(userCount: sizes.users), width: recipe.width, inputDropout: recipe.inputDropout)
    } live: {
      $0.live(after: $1, workers: $2)
    }
  }
}
