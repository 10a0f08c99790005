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
    var seen = InteractionState(after: log).interactions
    let mixes = (0...steps).flatMap { first in
      (0...steps - first).map { (Double(first) / Double(steps), Double($0) / Double(steps)) }
    }
    var ranks = [[Int]](repeating: [], count: mixes.count)
    for (index, event) in period.events.enumerated() {
      if index % 64 == 0 { try Task.checkCancellation() }
      let parts = live.parts(for: event.user)
      for (mix, (lambda1, lambda2)) in mixes.enumerated() {
        var scores = Tensor<Float>(zeros: [1, live.itemCount])
        for (part, weight) in zip(parts, [lambda1, lambda2, 1 - lambda1 - lambda2]) {
          scores.add(part, times: Float(weight))
        }
        let rank = try Rank(of: event.item, in: scores, excluding: seen.items(of: event.user))
        ranks[mix].append(rank.pessimistic)
      }
      live.observe(event)
      seen.insert(user: event.user, item: event.item)
    }
    let trials = zip(mixes, ranks).map { mix, ranks in
      let metrics = RankingMetrics(ranks: ranks)
      return LambdaTrial(
        lambda1: mix.0, lambda2: mix.1, mrr: metrics.mrr, recallAt10: metrics.recall(at: 10) ?? 0)
    }
    var options = model.options
    if let best = trials.max(by: { $0.criterion < $1.criterion }) {
      options.lambda1 = best.lambda1
      options.lambda2 = best.lambda2
    }
    let chosen = AutoSeqRec(itemCount: model.itemCount, width: model.width, options: options)
    return (Trained(chosen, weights: weights), trials)
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
