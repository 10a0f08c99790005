import SeqRec

/// The files that `evaluate` leaves, checked before it begins. A run's line of JSON is written when the
/// run is done, the rest at the end.
struct EvaluationOutputs {
  private let json, ranks, weights: OutputFile?

  /// - Throws: `ToolError` with status 73 where a file cannot be written, 64 where two are one or one
  ///   is an input.
  init(
    json: String?, ranks: String?, weights: String?, inputs: [String?]
  ) throws(ToolError) {
    try Self.requireDistinct([json, ranks, weights], inputs: inputs)
    func file(_ path: String?, _ mode: OutputFile.Mode) throws(ToolError) -> OutputFile? {
      guard let path else { return nil }
      return try OutputFile(path, mode)
    }
    self.json = try file(json, .appending)
    self.ranks = try file(ranks, .replacing)
    self.weights = try file(weights, .replacing)
  }

  /// That no output is another one or an input, by what they are and not by how they are spelt.
  ///
  /// - Throws: `ToolError` with status 64.
  static func requireDistinct(_ outputs: [String?], inputs: [String?]) throws(ToolError) {
    var taken = Set(inputs.compactMap { $0.map(FileIdentity.init(of:)) })
    for path in outputs.compactMap({ $0 }) {
      guard taken.insert(FileIdentity(of: path)).inserted else {
        throw ToolError(
          .usage, "\(path) is named twice", hint: "each output needs a file of its own")
      }
    }
  }

  /// Appends a run that is done, which no later stop takes away.
  func append(_ run: EvaluationRun, _ setting: EvaluationSetting) throws {
    try json?.write(Array((setting.json(of: run).text + "\n").utf8))
  }

  /// Writes what a single run leaves.
  func write(_ run: EvaluationRun, _ setting: EvaluationSetting) throws {
    if let weights {
      try run.fitted.writeWeights(of: run.model, to: weights.path)
    }
    if let ranks {
      let text = RanksFile.text(of: run.evaluation, in: setting.dataset.log)
      try ranks.write(Array(text.utf8))
    }
  }
}
