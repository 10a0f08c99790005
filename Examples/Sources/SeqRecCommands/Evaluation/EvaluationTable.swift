import SeqRec

/// The table that `evaluate` prints: a row a model, means over its seeds.
struct EvaluationTable {
  let setting: EvaluationSetting
  let runs: [EvaluationRun]

  var text: String {
    heading + "\n" + table + "\n" + digests + selection + ties + drawnUsers + shortUsers + legend
      + spread
  }

  private var seeds: [UInt64] {
    runs.filter { $0.model == runs.first?.model }.map(\.seed)
  }

  private var heading: String {
    let log = setting.dataset.log
    let seeds =
      (seeds.count > 1 ? "seeds " : "seed ") + seeds.map(String.init).joined(separator: ",")
    var presets: [String] = []
    for run in runs where !presets.contains(run.preset) { presets.append(run.preset) }
    return """
      \(setting.dataset.name): \(log.userCount.grouped) users, \(log.itemCount.grouped) items, \
      \(log.count.grouped) interactions
      \(setting.evaluationProtocol.rawValue), \(candidates), preset \
      \(presets.joined(separator: ",")), \(seeds), threads \(setting.threads), kernels \
      \(Float.kernels.name)

      """
  }

  private var candidates: String {
    guard let negatives = setting.heldOut.negatives else { return setting.heldOut.seen.phrase }
    switch negatives.rule {
    case .distinct: return negatives.phrase
    case .paperCode: return negatives.phrase + " by paper-code"
    }
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
    guard isAttainableKnown else { return [] }
    return [
      Column(heading: "of attainable", decimals: 1, unit: "%") {
        100 * ($0.evaluation.test.attainableShare ?? 0)
      }
    ]
  }

  private var isAttainableKnown: Bool { runs.first?.evaluation.test.attainable != nil }

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
    runs.filter { !$0.selected.isEmpty }.map { run in
      let values = run.selected.map { "\($0.key) = \($0.value.text)" }.joined(separator: ", ")
      return "\(run.model), seed \(run.seed): selected on validation \(values)\n"
    }.joined()
  }

  /// Who owes much to the order of equal scores.
  private var ties: String {
    runsByModel.compactMap { model, runs in
      let gap =
        runs.map {
          $0.evaluation.test.optimisticMetrics.mrr - $0.evaluation.test.metrics.mrr
        }.max() ?? 0
      return gap > 1e-3
        ? "\(model): many equal scores; test MRR is \(gap.fixed(4)) higher if ties count for it\n"
        : nil
    }.joined()
  }

  /// That not everybody was ranked.
  private var drawnUsers: String {
    guard let users = setting.heldOut.drawnUsers else { return "" }
    return "\(users.count.grouped) of \(users.all.grouped) users were drawn for each period\n"
  }

  /// Who had fewer items left than negatives were asked for.
  private var shortUsers: String {
    guard let count = setting.heldOut.negatives?.count,
      let short = runs.first.map({
        max($0.evaluation.validation.shortUserCount, $0.evaluation.test.shortUserCount)
      }), short > 0
    else { return "" }
    return "\(short.grouped) users have fewer than \(count) items left; all of them were taken\n"
  }

  private var legend: String {
    guard let negatives = setting.heldOut.negatives else {
      return """
        The first 80% of the interactions train; validation (the next 10%) and test (the last 10%) are
        ranked one by one in time order among \(allItems), with all that came before, then
        revealed. MRR: mean of 1/rank. Recall@10: share of ranks up to 10. NDCG@10: the same, early ranks
        counting more. Higher is better; equal scores count against a model.

        """ + attainableLegend
    }
    let among =
      negatives.count.map {
        """
        \(negatives.phrase): it is ranked against \($0) drawn items, the same for every model and seed;
        figures compare with no other number of them. full: it is ranked among \(allItems).
        """
      } ?? "full ranking: it is ranked among \(allItems)."
    return """
      The last interaction of each user is the test, the last but one validation; the others train.
      \(among)
      HR@10: share of ranks up to 10. NDCG@10: the same, early ranks counting more. MRR: mean of 1/rank.
      Higher is better; equal scores count against a model.

      """
  }

  private var attainableLegend: String {
    guard isAttainableKnown else { return "" }
    return """
      of attainable: test MRR as a share of what a ranking by the true probabilities expects, which knows
      each user's taste of the moment. No recommender sees that.

      """
  }

  private var allItems: String {
    switch setting.heldOut.seen {
    case .filtered: "all items new to the user"
    case .kept: "all items"
    }
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

  func text(_ decimals: Int) -> String {
    mean.fixed(decimals) + (deviation.map { " +- \($0.fixed(decimals))" } ?? "")
  }
}
