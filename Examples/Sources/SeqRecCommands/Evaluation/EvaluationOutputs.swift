import SeqRec

/// The files that `evaluate` leaves, checked before it begins and written when all is done.
struct EvaluationOutputs {
  private let json, ranks, weights: OutputFile?

  /// - Throws: `ToolError` with status 73 where a file cannot be written, 64 where two are one or one
  ///   is an input.
  init(
    json: String?, ranks: String?, weights: String?, inputs: [String?]
  ) throws(ToolError) {
    var taken = Set(inputs.compactMap { $0 })
    for path in [json, ranks, weights].compactMap({ $0 }) {
      guard taken.insert(path).inserted else {
        throw ToolError(
          .usage, "\(path) is named twice", hint: "each output needs a file of its own")
      }
    }
    func file(_ path: String?, _ mode: OutputFile.Mode) throws(ToolError) -> OutputFile? {
      guard let path else { return nil }
      return try OutputFile(path, mode)
    }
    self.json = try file(json, .appending)
    self.ranks = try file(ranks, .replacing)
    self.weights = try file(weights, .replacing)
  }

  func write(_ runs: [EvaluationRun], _ setting: EvaluationSetting, _ split: Split) throws {
    if let weights, let run = runs.first {
      try run.fitted.weights?.write(
        to: weights.path,
        metadata: [
          "model": run.model, "hyperparameters": JSON.object(run.fitted.hyperparameters).text,
          "seqrec": SeqRecTool.version,
        ])
    }
    if let ranks, let run = runs.first {
      let text = RanksFile.text(of: run.evaluation, split: split, seen: setting.seen)
      try ranks.write(Array(text.utf8))
    }
    if let json {
      try json.write(Array(runs.map { setting.json(of: $0).text + "\n" }.joined().utf8))
    }
  }
}
