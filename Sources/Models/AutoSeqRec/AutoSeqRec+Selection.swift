import Gradients
public import Interactions
import Ranking
public import Recommenders
public import Tensors

extension Trained<AutoSeqRec> {
  /// The same weights with the mixture that does best on a validation period: of all ways to share
  /// `1` among the terms that have a weight, in multiples of `1 / steps`, the one with the largest
  /// MRR + Recall@10, seen items filtered; the first of equals.
  ///
  /// Each term is computed once an event and mixed `binomial(steps + terms - 1, terms - 1)` times: 66
  /// mixtures of the paper's three terms with 10 steps, 1,001 of five.
  ///
  /// - Parameters:
  ///   - period: the events that follow `log`.
  /// - Precondition: `steps` is at least 1.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public func selectingWeights(
    on period: InteractionLog, after log: InteractionLog, steps: Int = 10, workers: Workers = .one
  ) throws -> (chosen: Trained<AutoSeqRec>, trials: [MixtureTrial]) {
    precondition(steps >= 1, "mixtures of \(steps) steps")
    let mixed = AutoSeqRec.Term.allCases.filter { model.options.weight(of: $0) != 0 }
    let mixtures = compositions(of: steps, into: mixed.count).map { shares in
      Dictionary(uniqueKeysWithValues: zip(mixed, shares.map { Double($0) / Double(steps) }))
    }
    var variants = variants(
      mixtures.map(model.options.weighing), after: log, workers: workers)
    let metrics = try FutureInteraction.metrics(
      of: &variants, on: period, after: log, seen: .filtered)
    let trials = zip(mixtures, metrics).map { weights, metrics in
      MixtureTrial(weights: weights, mrr: metrics.mrr, recallAt10: metrics.recall(at: 10) ?? 0)
    }
    var best = trials[0]
    for trial in trials where trial.criterion > best.criterion { best = trial }
    let chosen = AutoSeqRec(
      itemCount: model.itemCount, width: model.width,
      options: model.options.weighing(best.weights))
    return (Trained(model: chosen, weights: self.weights, history: history), trials)
  }
}

/// What one mixture of the terms reaches on a validation period.
public struct MixtureTrial: Hashable, Sendable {
  /// The weight of each term that had a share to get.
  public let weights: [AutoSeqRec.Term: Double]
  /// The mean reciprocal rank.
  public let mrr: Double
  /// The share of events with rank 10 or better.
  public let recallAt10: Double

  /// What is maximised.
  public var criterion: Double { mrr + recallAt10 }
}

/// All ways to write `total` as an ordered sum of so many numbers that are not negative; the first ones
/// give most to the last.
private func compositions(of total: Int, into count: Int) -> [[Int]] {
  guard count > 1 else { return [[total]] }
  return (0...total).flatMap { first in
    compositions(of: total - first, into: count - 1).map { [first] + $0 }
  }
}
