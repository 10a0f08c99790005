import SeqRec

// What a selection sees of what is held out, and what it goes by.
extension HeldOut {
  /// Without the test's events, for selections: there is nothing of the test that they could look at. Under
  /// leave-one-out the negatives of validation are drawn anew, since those of a report are none of the test's
  /// items.
  var withoutTest: HeldOut {
    let split = split.withoutTest
    let count: Int
    let rule: Rule
    switch self.rule {
    case .futureInteraction:
      count = split.validation.count
      rule = self.rule
    case .leaveOneOut(_, let negatives, let userCount):
      count = rankedCount / 2
      rule = .leaveOneOut(
        negatives.evaluation(of: split, number: 0), negatives, userCount: userCount)
    }
    return HeldOut(
      split: split, seen: seen, dataName: dataName, rankedCount: count, rule: rule,
      validationPlaces: validationPlaces, testPlaces: [], oracle: nil)
  }

  /// What ``measure(_:)`` gives.
  var selectionCriterion: String {
    switch rule {
    case .futureInteraction: "MRR + Recall@10"
    case .leaveOneOut: "NDCG@10"
    }
  }

  /// The most events of validation that variants are ranked on, evenly spaced: more would not choose better,
  /// and there may be a thousand variants.
  private static var mostRankedForVariants: Int { 10_000 }

  /// How good a recommender that has seen the events of training is on validation, by what selections
  /// choose by.
  func measure<Live: LiveRecommender & ~Copyable>(_ live: consuming Live) throws -> Double {
    switch rule {
    case .futureInteraction:
      let result = try FutureInteraction.replay(
        split.validation, after: split.train, scoring: &live)
      return selectionValue(of: result.metrics(seen: seen))
    case .leaveOneOut(let evaluation, let negatives, _):
      let result = try evaluation.validate(live)
      return selectionValue(of: result.metrics(negatives.candidates(seen), cutoffs: [10]))
    }
  }

  /// How good each variant is, as ``measure(_:)`` measures one.
  func measure<Variants: VariantScorer & ~Copyable>(
    _ variants: consuming Variants
  ) throws -> [Double] {
    let metrics =
      switch rule {
      case .futureInteraction:
        try FutureInteraction.metrics(
          of: &variants, on: split.validation, after: split.train, seen: seen,
          rankingAtMost: Self.mostRankedForVariants)
      case .leaveOneOut(let evaluation, let negatives, _):
        try evaluation.validationMetrics(of: variants, among: negatives.candidates(seen))
      }
    return metrics.map(selectionValue)
  }

  private func selectionValue(of metrics: RankingMetrics) -> Double {
    switch rule {
    case .futureInteraction: metrics.mrr + (metrics.recall(at: 10) ?? 0)
    case .leaveOneOut: metrics.ndcg(at: 10) ?? 0
    }
  }
}
