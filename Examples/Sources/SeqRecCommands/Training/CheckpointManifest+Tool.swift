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

  /// That what it says of its data is what the tool writes, and numbers that a model is made for are ones.
  ///
  /// - Throws: `ToolError` with status 65.
  func checkData(at path: String) throws(ToolError) {
    func check(_ isSound: Bool, _ what: String, _ found: Value) throws(ToolError) {
      guard !isSound else { return }
      throw ToolError(.badInput, "\(path): expected \(what), found \(found)")
    }
    for (name, size) in [("users", data.users), ("items", data.items)] {
      try check(
        (1...Int(Int32.max)).contains(size), "a number of \(name) from 1 to \(Int32.max)",
        .number(Double(size)))
    }
    for member in data.filter {
      switch member.key {
      case Self.minInteractionsKey:
        try check(minInteractions != nil, "a whole number from 0 as \(member.key)", member.value)
      case Self.positiveKey: try check(positive != nil, "a number as \(member.key)", member.value)
      default: try check(false, "no filter called \(member.key)", member.value)
      }
    }
    for member in data.heldOut {
      let text = "\(member.value)"
      switch member.key {
      case "protocol": continue  // named where it is asked for
      case "negatives":
        try check(
          NegativeCount(rawValue: text) != nil, "50, 99, 100 or all as negatives", member.value)
      case "negativesSeed":
        try check(UInt64(text) != nil, "a whole number from 0 as negativesSeed", member.value)
      case "negativesRule":
        try check(NegativesRule(rawValue: text) != nil, "a known negativesRule", member.value)
      default: try check(false, "nothing held out called \(member.key)", member.value)
      }
    }
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
