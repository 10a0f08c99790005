import SeqRec

/// The table that `evaluate` prints: a row a model, means over its seeds.
struct EvaluationTable {
  let setting: EvaluationSetting
  let runs: [EvaluationRun]

  var text: String {
    heading + "\n" + table + "\n" + selection + ties + legend
  }

  private var seeds: [UInt64] {
    runs.filter { $0.model == runs.first?.model }.map(\.seed)
  }

  private var heading: String {
    let log = setting.dataset.log
    let seeds =
      (seeds.count > 1 ? "seeds " : "seed ") + seeds.map(String.init).joined(separator: ",")
    return """
      \(setting.dataset.name): \(log.userCount.grouped) users, \(log.itemCount.grouped) items, \
      \(log.count.grouped) interactions
      \(setting.evaluationProtocol.rawValue), \(setting.seen.phrase), preset \
      \(setting.preset.rawValue), \(seeds), threads \(setting.threads), kernels \
      \(Float.kernels.name)

      """
  }

  private var table: String {
    var table = TextTable([
      "model", "validation MRR", "Recall@10", "test MRR", "Recall@10", "NDCG@10", "train s",
    ])
    for (model, runs) in runsByModel {
      func cell(_ decimals: Int = 4, _ value: (EvaluationRun) -> Double) -> String {
        Spread(runs.map(value)).text(decimals)
      }
      func validation(_ run: EvaluationRun) -> RankingMetrics {
        run.evaluation.validation.metrics(seen: setting.seen)
      }
      func test(_ run: EvaluationRun) -> RankingMetrics {
        run.evaluation.test.metrics(seen: setting.seen)
      }
      table.append([
        model, cell { validation($0).mrr }, cell { validation($0).recall(at: 10) ?? 0 },
        cell { test($0).mrr }, cell { test($0).recall(at: 10) ?? 0 },
        cell { test($0).ndcg(at: 10) ?? 0 }, cell(1) { $0.fitted.trainingSeconds },
      ])
    }
    return table.text
  }

  private var runsByModel: [(model: String, runs: [EvaluationRun])] {
    var models: [String] = []
    for run in runs where !models.contains(run.model) { models.append(run.model) }
    return models.map { model in (model, runs.filter { $0.model == model }) }
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
        runs.map { run in
          run.evaluation.test.optimisticMetrics(seen: setting.seen).mrr
            - run.evaluation.test.metrics(seen: setting.seen).mrr
        }.max() ?? 0
      return gap > 1e-3
        ? "\(model): many equal scores; test MRR is \(gap.fixed(4)) higher if ties count for it\n"
        : nil
    }.joined()
  }

  private var legend: String {
    """
    The first 80% of the interactions train; validation (the next 10%) and test (the last 10%) are
    ranked one by one in time order among \(candidates) with all that came before, then
    revealed. MRR: mean of 1/rank. Recall@10: share of ranks up to 10. NDCG@10: the same, early ranks
    counting more. Higher is better; equal scores count against a model.
    \(spread)
    """
  }

  private var candidates: String {
    switch setting.seen {
    case .filtered: "all items new to the user,"
    case .kept: "all items,"
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
