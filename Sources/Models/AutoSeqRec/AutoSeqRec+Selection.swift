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
    var live = live(after: log, workers: workers)
    var seen = UserItemMatrix(after: log)
    let candidates = (0...steps).flatMap { first in
      (0...steps - first).map { second in
        var options = model.options
        options.lambda1 = Double(first) / Double(steps)
        options.lambda2 = Double(second) / Double(steps)
        return options
      }
    }
    var ranks = [[Int]](repeating: [], count: candidates.count)
    for (index, event) in period.events.enumerated() {
      if index % 64 == 0 { try Task.checkCancellation() }
      let parts = live.parts(for: event.user)
      var scores = Tensor<Float>(zeros: [1, live.itemCount])
      for (candidate, options) in candidates.enumerated() {
        scores.fill(0)
        for (part, weight) in zip(parts, options.termWeights) {
          scores.add(part, times: Float(weight))
        }
        let rank = try Rank(of: event.item, in: scores, excluding: seen.items(of: event.user))
        ranks[candidate].append(rank.pessimistic)
      }
      live.observe(event)
      seen.insert(user: event.user, item: event.item)
    }
    let trials = zip(candidates, ranks).map { options, ranks in
      let metrics = RankingMetrics(ranks: ranks)
      return LambdaTrial(
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
