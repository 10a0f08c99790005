import SeqRec

/// How sure it is that a model differs from the first of a comparison on the units of the test.
struct Significance {
  /// Of the reciprocal ranks, the finest of the metrics.
  let wilcoxon: WilcoxonTest
  /// Its p-value, corrected for the other models of the comparison.
  let correctedP: Double
  /// On how many units the model ranks better, and on how many the first does.
  let wins: (model: Int, baseline: Int)
  /// By metric, the difference of means.
  let bootstraps: [(name: String, bootstrap: PairedBootstrap)]

  init(
    _ ranks: [[Int]], against baseline: [[Int]], correctedP: Double, in setting: EvaluationSetting
  ) throws {
    let differences = PairedDifferences(of: .reciprocalRank, ranks, against: baseline)
    wilcoxon = differences.wilcoxon
    wins = differences.wins
    self.correctedP = correctedP
    // Whatever seeds train, so that the same ranks give the same intervals.
    let seed = Seed(0).child("bootstrap")
    bootstraps = try setting.comparedMetrics.map { name, metric in
      let differences = PairedDifferences(of: metric, ranks, against: baseline)
      return (name, try differences.bootstrap(seed: seed.child(name), workers: setting.workers))
    }
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
    [
      (
        "wilcoxon",
        [
          "p": .number(wilcoxon.pValue), "pHolm": .number(correctedP),
          "differing": .integer(wilcoxon.count), "exact": .bool(wilcoxon.isExact),
        ]
      ), ("better", .integer(wins.model)), ("worse", .integer(wins.baseline)),
      (
        "differences",
        .object(
          bootstraps.map { name, bootstrap in
            let bounds = [bootstrap.interval.lowerBound, bootstrap.interval.upperBound]
            return (
              name,
              [
                "difference": .number(bootstrap.difference),
                "interval": .array(bounds.map { .number($0) }), "level": .number(bootstrap.level),
                "p": .number(bootstrap.pValue),
              ]
            )
          })
      ),
    ]
  }
}
