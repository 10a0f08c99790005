import SeqRec

/// The files that `evaluate` and `compare` leave, checked before anything begins. A run's line of JSON is
/// written when the run is done, the rest at the end. One that cannot be written takes no other away.
struct EvaluationOutputs {
  private let json, ranks, weights, report: OutputFile?
  private var written = Result<Void, any Error>.success(())

  /// - Throws: `ToolError` with status 73 where a file cannot be written, 64 where two are one or one
  ///   is an input.
  init(
    json: String?, ranks: String? = nil, weights: String? = nil, report: String? = nil,
    inputs: [String]
  ) throws(ToolError) {
    try Self.requireDistinct([json, ranks, weights, report], inputs: inputs)
    func file(_ path: String?, _ mode: OutputFile.Mode) throws(ToolError) -> OutputFile? {
      guard let path else { return nil }
      return try OutputFile(path, mode)
    }
    self.json = try file(json, .appending)
    self.ranks = try file(ranks, .replacing)
    self.weights = try file(weights, .replacing)
    self.report = try file(report, .replacing)
  }

  /// That no output is another one or an input, by what they are and not by how they are spelt.
  ///
  /// - Throws: `ToolError` with status 64.
  private static func requireDistinct(_ outputs: [String?], inputs: [String]) throws(ToolError) {
    var taken = Set(inputs.map(FileIdentity.init(of:)))
    for path in outputs.compactMap({ $0 }) {
      guard taken.insert(FileIdentity(of: path)).inserted else {
        throw ToolError(
          .usage, "\(path) is named twice", hint: "each output needs a file of its own")
      }
    }
  }

  /// Appends a line about what is done, which no later stop takes away.
  mutating func append(_ line: JSON) {
    note(Result { try json?.write(Array((line.text + "\n").utf8)) })
  }

  /// Writes what is said of all runs together.
  mutating func write(report text: @autoclosure () -> String) {
    note(Result { try report?.write(Array(text().utf8)) })
  }

  /// Writes what a single run leaves.
  mutating func write(_ run: EvaluationRun, _ setting: EvaluationSetting) {
    note(Result { try weights.map { try run.fitted.writeWeights(of: run.model, to: $0.path) } })
    note(
      Result {
        try ranks?.write(
          Array(RanksFile.text(of: run.evaluation, in: setting.dataset.log).utf8))
      })
  }

  /// That all could be written.
  ///
  /// - Throws: the first reason why not.
  func check() throws { try written.get() }

  private mutating func note(_ result: Result<Void?, any Error>) {
    written = written.flatMap { result.map { _ in } }
  }
}
