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
  ///   - events: how many of them are ranked at most, evenly spread; all are observed.
  /// - Precondition: `steps` and `events` are at least 1.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public func selectingWeights(
    on period: InteractionLog, after log: InteractionLog, steps: Int = 10, events: Int = 10_000,
    workers: Workers = .one
  ) throws -> (chosen: Trained<AutoSeqRec>, trials: [MixtureTrial]) {
    precondition(steps >= 1 && events >= 1, "\(steps) steps, \(events) events")
    let mixed = AutoSeqRec.Term.allCases.filter { model.options.weight(of: $0) != 0 }
    let mixtures = compositions(of: steps, into: mixed.count)
    let weights = Tensor(
      mixtures.flatMap { $0.map { Float($0) / Float(steps) } },
      shape: [mixtures.count, mixed.count])
    let names = model.score.termNames
    var live = live(after: log, workers: workers)
    var seen = UserItemMatrix(after: log)
    var ranks = [[Int]](repeating: [], count: mixtures.count)
    let stride = (period.count + events - 1) / events
    for (index, event) in period.events.enumerated() {
      if index % 64 == 0 { try Task.checkCancellation() }
      if index % stride == 0 {
        let parts = zip(names, live.parts(for: event.user))
          .filter { name, _ in mixed.contains { $0.rawValue == name } }.map(\.1)
        let scores = parts.mixed(by: weights, on: workers)
        for mixture in mixtures.indices {
          let rank = try Rank(
            of: event.item, in: scores, row: mixture, excluding: seen.items(of: event.user))
          ranks[mixture].append(rank.pessimistic)
        }
      }
      live.observe(event)
      seen.insert(user: event.user, item: event.item)
    }
    let trials = zip(mixtures, ranks).map { shares, ranks in
      let metrics = RankingMetrics(ranks: ranks)
      return MixtureTrial(
        weights: Dictionary(
          uniqueKeysWithValues: zip(mixed, shares.map { Double($0) / Double(steps) })),
        mrr: metrics.mrr, recallAt10: metrics.recall(at: 10) ?? 0)
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

extension [Tensor<Float>] {
  /// Mixtures of these rows `[1, n]`, one in each row of the result.
  fileprivate func mixed(by weights: Tensor<Float>, on workers: Workers) -> Tensor<Float> {
    let rows = Tensor(flatMap(\.elements), shape: [count, self[0].columns])
    var scores = Tensor<Float>(uninitialized: [weights.rows, rows.columns])
    scores.multiply(.plain(weights), .plain(rows), on: workers)
    return scores
  }
}
