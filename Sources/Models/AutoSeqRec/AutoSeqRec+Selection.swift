import Gradients
public import Interactions
import Ranking
public import Recommenders
public import Tensors

extension Trained<AutoSeqRec> {
  /// The same weights with the lambdas that do best on a validation period: the pair of multiples of
  /// `1 / steps` with the largest MRR + Recall@10, seen items filtered; the first of equals.
  ///
  /// The three scores are computed once an event and mixed `(steps + 1) (steps + 2) / 2` times.
  ///
  /// - Parameters:
  ///   - period: the events that follow `log`.
  /// - Precondition: `steps` is at least 1.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public func selectingLambdas(
    on period: InteractionLog, after log: InteractionLog, steps: Int = 10, workers: Workers = .one
  ) throws -> (chosen: Trained<AutoSeqRec>, trials: [LambdaTrial]) {
    precondition(steps >= 1, "a grid of \(steps) steps")
    let candidates = (0...steps).flatMap { first in
      (0...steps - first).map { second in
        var options = model.options
        options.lambda1 = Double(first) / Double(steps)
        options.lambda2 = Double(second) / Double(steps)
        return options
      }
    }
    var variants = variants(candidates, after: log, workers: workers)
    let metrics = try FutureInteraction.metrics(
      of: &variants, on: period, after: log, seen: .filtered)
    let trials = zip(candidates, metrics).map { options, metrics in
      LambdaTrial(
        lambda1: options.lambda1, lambda2: options.lambda2, mrr: metrics.mrr,
        recallAt10: metrics.recall(at: 10) ?? 0)
    }
    let best = zip(candidates, trials).max { $0.1.criterion < $1.1.criterion }
    let chosen = AutoSeqRec(
      itemCount: model.itemCount, width: model.width, options: best?.0 ?? model.options)
    return (Trained(model: chosen, weights: weights, history: history), trials)
  }
}

/// What one pair of lambdas reaches on a validation period.
public struct LambdaTrial: Hashable, Sendable {
  /// The weight of the long-term score.
  public let lambda1: Double
  /// The weight of the one-hop score.
  public let lambda2: Double
  /// The mean reciprocal rank.
  public let mrr: Double
  /// The share of events with rank 10 or better.
  public let recallAt10: Double

  /// What is maximised.
  public var criterion: Double { mrr + recallAt10 }
}
