import SeqRec

/// How sure it is that a model differs from the first of a comparison on the units of the test.
struct Significance {
  /// The differences of means, by metric.
  let bootstraps: [(name: String, bootstrap: PairedBootstrap)]
  /// The p-value of the first metric; corrected once the other models of the comparison are known.
  var correctedP: Double
  /// Of the reciprocal ranks, the finest of the metrics.
  let wilcoxon: WilcoxonTest
  /// On how many units the model ranks better, and on how many the first does.
  let wins: (model: Int, baseline: Int)

  init(
    _ ranks: [[Int]], against baseline: [[Int]], resamples: Int, in setting: EvaluationSetting
  ) throws {
    // Whatever seeds train, so that the same ranks give the same intervals.
    let seed = Seed(0).child("bootstrap")
    bootstraps = try setting.comparedMetrics.map { name, metric in
      let differences = PairedDifferences(of: metric, ranks, against: baseline)
      return (
        name,
        try differences.bootstrap(
          resamples: resamples, seed: seed.child(name), workers: setting.workers)
      )
    }
    correctedP = bootstraps.first?.bootstrap.pValue ?? 1
    let differences = PairedDifferences(of: .reciprocalRank, ranks, against: baseline)
    wilcoxon = differences.wilcoxon
    wins = differences.wins
  }

  /// `***` below .001, `**` below .01, `*` below .05.
  var mark: String {
    switch correctedP {
    case ..<0.001: "***"
    case ..<0.01: "**"
    case ..<0.05: "*"
    default: ""
    }
  }

  /// `0.0312`, or `<.0001`.
  static func text(p: Double) -> String { p < 0.0001 ? "<.0001" : p.fixed(4) }

  var members: [(key: String, value: JSON)] {
    let differences = bootstraps.map { name, bootstrap -> (key: String, value: JSON) in
      let bounds = [bootstrap.interval.lowerBound, bootstrap.interval.upperBound]
      return (
        name,
        [
          "difference": .number(bootstrap.difference),
          "interval": .array(bounds.map { .number($0) }), "level": .number(bootstrap.level),
          "p": .number(bootstrap.pValue),
        ]
      )
    }
    let test: JSON = [
      "p": .number(wilcoxon.pValue), "positiveRankSum": .number(wilcoxon.positiveRankSum),
      "negativeRankSum": .number(wilcoxon.negativeRankSum), "exact": .bool(wilcoxon.isExact),
    ]
    return [
      ("p", .number(correctedP)), ("mark", .string(mark)), ("differences", .object(differences)),
      ("better", .integer(wins.model)), ("worse", .integer(wins.baseline)), ("wilcoxon", test),
    ]
  }
}
