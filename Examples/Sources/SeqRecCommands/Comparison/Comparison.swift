import SeqRec

/// What models reached side by side, and how sure it is that they differ from the first.
struct Comparison {
  let setting: EvaluationSetting
  let entries: [Entry]
  /// How often the units were drawn anew.
  let resamples: Int

  /// A model with its runs, one a seed.
  struct Entry {
    let model: String
    let records: [RunRecord]
    /// Against the first model; nil for the first itself.
    let significance: Significance?

    /// A value of the runs, over seeds.
    func spread(_ value: (RunRecord) -> Double) -> Spread { Spread(records.map(value)) }

    func spread(_ name: String, of period: String = "test", _ kind: String = "metrics") -> Spread {
      spread { $0.metric(name, of: period, kind) }
    }
  }

  /// Tests each model against the first. O(n log n + resamples n) for each, n units.
  ///
  /// - Throws: `CancellationError` where the task is cancelled.
  init(_ records: [RunRecord], in setting: EvaluationSetting) throws {
    self.setting = setting
    var models: [String] = []
    for record in records where !models.contains(record.model) { models.append(record.model) }
    let runs = models.map { model in records.filter { $0.model == model } }
    let ranks = runs.map { $0.map(\.testRanks) }
    // Enough for the smallest p-value to be below .001 after its correction.
    resamples = max(10_000, 2_000 * (models.count - 1))
    var significances: [Significance] = []
    for other in ranks.dropFirst() {
      significances.append(
        try Significance(other, against: ranks[0], resamples: resamples, in: setting))
    }
    for (place, p) in holmCorrected(significances.map(\.correctedP)).enumerated() {
      significances[place].correctedP = p
    }
    entries = models.indices.map { place in
      Entry(
        model: models[place], records: runs[place],
        significance: place == 0 ? nil : significances[place - 1])
    }
  }

  var seeds: [UInt64] { entries.first?.records.map(\.seed) ?? [] }
  var units: Int { entries.first?.records.first?.testRanks.count ?? 0 }

  /// The line of `--json` that follows those of the runs.
  var json: JSON {
    [
      "significance": .object([
        ("baseline", .string(entries.first?.model ?? "")),
        ("protocol", .string(setting.evaluationProtocol.rawValue)),
        ("dataset", setting.dataset.json), ("seeds", .array(seeds.map { .integer($0) })),
        ("units", .integer(units)), ("resamples", .integer(resamples)),
        (
          "models",
          .array(
            entries.compactMap { entry in
              entry.significance.map { .object([("model", .string(entry.model))] + $0.members) }
            })
        ), ("version", .string(SeqRecTool.version)),
      ])
    ]
  }
}

extension EvaluationSetting {
  /// The metrics of the test in the order of tables, and what ranks are worth in them. Significance is
  /// marked in the first.
  var comparedMetrics: [(name: String, metric: RankMetric)] {
    switch evaluationProtocol {
    case .futureInteraction:
      [("MRR", .reciprocalRank), ("Recall@10", .hit(at: 10)), ("NDCG@10", .gain(at: 10))]
    case .leaveOneOut:
      [("NDCG@10", .gain(at: 10)), ("HR@10", .hit(at: 10)), ("MRR", .reciprocalRank)]
    }
  }
}
