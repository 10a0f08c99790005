public import Gradients
public import Ranking
public import Tensors

/// A model that recommends after any history, whoever it belongs to.
///
/// Only such a model's ``Trained`` offers ``Trained/recommend(_:afterHistory:seen:workers:)``: asking a
/// model that knows users by their ids about a newcomer does not compile.
public protocol InductiveModel: TrainableModel {
  /// The number of items n.
  var itemCount: Int { get }

  /// The scores of all items `[1, n]` after those items, oldest first; 0 everywhere after none. Items
  /// that training did not know are left out.
  func scores(
    afterHistory items: [Int], with weights: Weights<Float>, on workers: Workers
  ) -> Tensor<Float>
}

extension Trained where M: InductiveModel {
  /// The best-scored items after a history, best first; equal scores by ascending item.
  ///
  /// - Parameters:
  ///   - count: how many; fewer come where fewer are left.
  ///   - items: what happened so far, oldest first.
  ///   - seen: whether items of the history may be recommended.
  /// - Complexity: one forward pass and O(n log count).
  public func recommend(
    _ count: Int, afterHistory items: [Int], seen: SeenItems = .filtered, workers: Workers = .one
  ) -> [Recommendation] {
    let scores = model.scores(afterHistory: items, with: weights, on: workers)
    let excluded = seen == .filtered ? items.map { Int32(clamping: $0) } : []
    return scores.topItems(count, excluding: excluded).map {
      Recommendation(
        item: $0, score: scores[0, $0], shares: [ScoreShare(term: "score", share: 1)])
    }
  }
}

extension SequentialRecommender: InductiveModel where Score: InductiveScore {
  /// The scores after a history; one forward pass.
  public func scores(
    afterHistory items: [Int], with weights: Weights<Float>, on workers: Workers
  ) -> Tensor<Float> {
    let history = SequenceBatch.History(
      user: -1, items: items.map { Int32(clamping: $0) },
      timestamps: items.indices.map(Double.init)
    ).keepingItems(below: itemCount)
    guard !history.items.isEmpty else { return Tensor(zeros: [1, itemCount]) }
    var tape = Tape(weights, workers: workers)
    let result = scores(
      of: SequenceBatch([history], window: window, questions: .lastPosition), on: &tape)
    return tape[result]
  }
}
