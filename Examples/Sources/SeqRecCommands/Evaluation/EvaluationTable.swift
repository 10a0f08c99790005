import SeqRec

/// The table that `evaluate` prints: a row a model, means over its seeds.
struct EvaluationTable {
  let setting: EvaluationSetting
  let runs: [EvaluationRun]

  var text: String {
    setting.heading(presets: runs.map(\.preset), seeds: seeds) + "\n" + table + "\n" + digests
      + selection + ties + setting.drawnUsers + setting.noteOnShortUsers(shortUsers)
      + setting.legend + spread
  }

  private var seeds: [UInt64] {
    runs.filter { $0.model == runs.first?.model }.map(\.seed)
  }

  private struct Column {
    let heading: String
    var decimals = 4
    var unit = ""
    let value: (EvaluationRun) -> Double
  }

  private var columns: [Column] {
    func ndcg(_ metrics: RankingMetrics) -> Double { metrics.ndcg(at: 10) ?? 0 }
    func share(_ metrics: RankingMetrics) -> Double { metrics.hitRate(at: 10) ?? 0 }
    let seconds = Column(heading: "train s", decimals: 1) { $0.fitted.trainingSeconds }
    guard let negatives = setting.heldOut.negatives else {
      return [
        Column(heading: "validation MRR") { $0.evaluation.validation.metrics.mrr },
        Column(heading: "Recall@10") { share($0.evaluation.validation.metrics) },
        Column(heading: "test MRR") { $0.evaluation.test.metrics.mrr },
        Column(heading: "Recall@10") { share($0.evaluation.test.metrics) },
        Column(heading: "NDCG@10") { ndcg($0.evaluation.test.metrics) },
      ] + attainableColumns + [seconds]
    }
    let full = [
      Column(heading: "full NDCG@10") { ndcg($0.evaluation.test.fullMetrics) },
      Column(heading: "HR@10") { share($0.evaluation.test.fullMetrics) },
    ]
    return [
      Column(heading: "validation NDCG@10") { ndcg($0.evaluation.validation.metrics) },
      Column(heading: "HR@10") { share($0.evaluation.validation.metrics) },
      Column(heading: "test NDCG@10") { ndcg($0.evaluation.test.metrics) },
      Column(heading: "HR@10") { share($0.evaluation.test.metrics) },
      Column(heading: "MRR") { $0.evaluation.test.metrics.mrr },
    ] + (negatives.count == nil ? [] : full) + [seconds]
  }

  /// The share of the attainable MRR, where that is known.
  private var attainableColumns: [Column] {
    guard setting.isAttainableKnown else { return [] }
    return [
      Column(heading: "of attainable", decimals: 1, unit: "%") {
        100 * ($0.evaluation.test.attainableShare ?? 0)
      }
    ]
  }

  private var table: String {
    let columns = columns
    var table = TextTable(["model"] + columns.map(\.heading))
    for (model, runs) in runsByModel {
      table.append(
        [model] + columns.map { Spread(runs.map($0.value)).text($0.decimals) + $0.unit })
    }
    return table.text
  }

  private var runsByModel: [(model: String, runs: [EvaluationRun])] {
    var models: [String] = []
    for run in runs where !models.contains(run.model) { models.append(run.model) }
    return models.map { model in (model, runs.filter { $0.model == model }) }
  }

  /// What was trained, and for how long.
  private var digests: String {
    runs.compactMap { run in
      guard let weights = run.fitted.weights else { return nil }
      let history = run.fitted.history
      let best = history.bestEpoch.map { ", the best after epoch \($0)" } ?? ""
      let epochs = history.epochsRun > 0 ? ", \(history.epochsRun) epochs\(best)" : ""
      return "\(run.model), seed \(run.seed): weights \(weights.digest)\(epochs)\n"
    }.joined()
  }

  /// What `--select` chose.
  private var selection: String {
    runs.compactMap { $0.tuning.map { $0.sentence } }.joined()
  }

  /// Who owes much to the order of equal scores.
  private var ties: String {
    runsByModel.map { model, runs in
      setting.noteOnTies(
        of: model,
        runs.map { $0.evaluation.test.optimisticMetrics.mrr - $0.evaluation.test.metrics.mrr })
    }.joined()
  }

  /// For how many users too few items were left to draw.
  private var shortUsers: Int {
    guard let evaluation = runs.first?.evaluation else { return 0 }
    return max(evaluation.validation.shortUserCount, evaluation.test.shortUserCount)
  }

  private var spread: String {
    seeds.count > 1 ? "A +- B: mean and standard deviation over \(seeds.count) seeds.\n" : ""
  }
}

/// Mean and standard deviation (of a sample) of some values.
struct Spread {
  let mean: Double
  /// Nil for a single value.
  let deviation: Double?

  init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    self.mean = mean
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }

  func text(_ decimals: Int, sign: String = "+-") -> String {
    mean.fixed(decimals) + (deviation.map { " \(sign) \($0.fixed(decimals))" } ?? "")
  }
}
