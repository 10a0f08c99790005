import SeqRec

/// What a training is, beside what its state says itself: who goes on with the state must be the same.
/// The state's file carries it as texts.
struct TrainingIdentity {
  private let texts: [(what: String, text: String)]

  init(
    _ recipe: any ShippedModel, dataset: Dataset, evaluationProtocol: EvaluationProtocol?,
    heldOut: HeldOut?, seed: UInt64, weightsDigest: String?
  ) {
    let negatives = heldOut?.negatives
    // More of these extend a training.
    let mayGrow: Set = ["epochs", "patience"]
    let keys = recipe.hyperparameters.filter { !mayGrow.contains($0.key) }
    texts =
      [
        ("model", type(of: recipe).name), ("data", dataset.eventsDigest), ("seed", "\(seed)"),
        ("protocol", evaluationProtocol?.rawValue ?? "none"),
        ("negatives", negatives?.count.map { "\($0)" } ?? "none"),
        ("negatives seed", negatives.map { "\($0.seed)" } ?? "none"),
        ("negatives rule", negatives?.rule.rawValue ?? "none"),
        ("first weights", weightsDigest ?? "the model's own"),
      ] + keys.map { ($0.key, $0.value.plainText) }
  }

  var metadata: [String: String] {
    Dictionary(uniqueKeysWithValues: texts.map { (Self.prefix + $0.what, $0.text) })
  }

  /// Looks whether a state is one of this training.
  ///
  /// - Throws: `ToolError` with status 65 where it is no state of `seqrec train`; 64 where it is of another
  ///   model, or with all that differs.
  func check(_ state: SafetensorsFile, at path: String) throws(ToolError) {
    guard state.isTrainingState else {
      throw ToolError(
        .badInput, "\(path): expected the state of a training, found weights",
        hint: "--weights of evaluate, recommend and stream takes them as they are")
    }
    let model = texts[0].text
    guard let found = state.metadata[Self.prefix + texts[0].what] else {
      throw ToolError(
        .badInput,
        "\(path): expected a state that seqrec train has written, found another program's",
        hint: "the program that wrote it goes on with it")
    }
    guard found == model else {
      throw ToolError(
        .usage, "\(path): expected the state of a training of \(model), found one of \(found)",
        hint: "--model \(found) goes on with it; another --output begins anew")
    }
    let differences = texts.compactMap { what, text in
      let found = state.metadata[Self.prefix + what] ?? "unknown"
      return found == text ? nil : "\(what) is \(found) in the state and \(text) here"
    }
    guard differences.isEmpty else {
      throw ToolError(
        .usage,
        "\(path): expected the state of this training, found another: "
          + differences.joined(separator: "; "))
    }
  }

  private static let prefix = "run."
}
