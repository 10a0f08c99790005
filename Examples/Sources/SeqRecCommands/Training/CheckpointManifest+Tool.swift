import SeqRec

extension CheckpointManifest {
  /// What a training of the tool was.
  init(
    _ fitted: FittedModel, model: any ShippedModel.Type, preset: String, seed: UInt64,
    dataset: Dataset, evaluationProtocol: EvaluationProtocol?, heldOut: HeldOut?
  ) {
    let history = fitted.history
    self.init(
      version: SeqRecTool.version, model: model.name,
      preset: model.presetNames.contains(preset) ? preset : model.presetNames[0],
      hyperparameters: fitted.hyperparameters.map { Member($0.key, $0.value.manifestValue) },
      seed: seed, kernels: Float.kernels.name,
      data: Source(
        name: dataset.name, sha256: dataset.sha256, events: dataset.eventsDigest,
        users: dataset.log.userCount, items: dataset.log.itemCount,
        interactions: dataset.log.count,
        filter: [Member(Self.minInteractionsKey, .number(Double(dataset.minInteractions)))]
          + (dataset.positive.map { [Member(Self.positiveKey, .number($0))] } ?? []),
        heldOut: evaluationProtocol.map { Self.members($0, heldOut?.negatives) } ?? []),
      training: Training(
        epochsRun: history.epochsRun, bestEpoch: history.bestEpoch, loss: history.losses.last,
        validation: history.best?.value, weightsDigest: fitted.weights?.digest))
  }

  /// The filter of the data, where the checkpoint says a sound one.
  var minInteractions: Int? {
    data.filter[Self.minInteractionsKey].flatMap { Int("\($0)") }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The least rating that was kept, where the checkpoint says one.
  var positive: Double? {
    guard case .number(let least) = data.filter[Self.positiveKey] else { return nil }
    return least
  }

  private static let positiveKey = "positive"
  private static let minInteractionsKey = "minInteractions"

  private static func members(
    _ evaluationProtocol: EvaluationProtocol, _ negatives: NegativesSetting?
  ) -> [Member] {
    let rule = [Member("protocol", .text(evaluationProtocol.rawValue))]
    guard let negatives else { return rule }
    return rule + [
      Member("negatives", negatives.count.map { .number(Double($0)) } ?? .text("all")),
      Member("negativesSeed", .text("\(negatives.seed)")),
      Member("negativesRule", .text(negatives.rule.rawValue)),
    ]
  }
}

extension JSON {
  /// A truth value, a number or a text as manifests have it.
  fileprivate var manifestValue: CheckpointManifest.Value {
    let text = plainText
    if case .string = self { return .text(text) }
    return Bool(text).map { .bool($0) } ?? Double(text).map { .number($0) } ?? .text(text)
  }
}
