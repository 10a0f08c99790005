public import Gradients
public import Interactions
public import Ranking
public import Tensors

/// A model that recommends after any history, whoever it belongs to.
///
/// Only such a model's ``Trained`` offers ``Trained/recommend(_:afterHistory:seen:workers:)``: asking a
/// model that knows users by their ids about a newcomer does not compile.
public protocol InductiveModel: TrainableModel {
  /// The best-scored items after a history, best first, equal scores by ascending item; nothing after
  /// none. Items that training did not know are left out.
  func recommendations(
    _ count: Int, after history: History, seen: SeenItems, with weights: Weights<Float>,
    on workers: Workers
  ) -> [Recommendation]
}

extension Trained where M: InductiveModel {
  /// The best-scored items after a history, best first; equal scores by ascending item. Nothing after an
  /// empty one.
  ///
  /// - Parameters:
  ///   - count: how many; fewer come where fewer are left.
  ///   - history: what happened so far, when, and when the next item is wanted.
  ///   - seen: whether items of the history may be recommended.
  /// - Complexity: one forward pass and O(n log count).
  public func recommend(
    _ count: Int, afterHistory history: History, seen: SeenItems = .filtered,
    workers: Workers = .one
  ) -> [Recommendation] {
    model.recommendations(count, after: history, seen: seen, with: weights, on: workers)
  }

  /// The same after items of which only the order is known, oldest first.
  public func recommend(
    _ count: Int, afterHistory items: [Int], seen: SeenItems = .filtered, workers: Workers = .one
  ) -> [Recommendation] {
    recommend(count, afterHistory: History(items), seen: seen, workers: workers)
  }
}

extension SequentialRecommender: InductiveModel where User: InductiveUserEncoder {
  /// What the score looks at after those sequences, whoever they belong to.
  package func context<S: Scalar>(
    of sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Context {
    let rows = user?.rows(in: sequences, on: &tape)
    return context(of: sequences, user: rows, on: &tape)
  }

  /// The best-scored items after a history; one forward pass.
  public func recommendations(
    _ count: Int, after history: History, seen: SeenItems, with weights: Weights<Float>,
    on workers: Workers
  ) -> [Recommendation] {
    let known = history.keepingItems(below: itemCount)
    guard !known.items.isEmpty else { return [] }
    var tape = Tape(weights, workers: workers)
    let sequences = SequenceBatch([known], window: window, questions: .lastPosition)
    let context = context(of: sequences, on: &tape)
    let scores = score.scores(of: .all, in: context, on: &tape)
    let items = tape[scores].topItems(count, excluding: seen == .filtered ? history.items : [])
    let shares =
      (score as? any CompositeScore)?.shares(of: items, in: context, on: &tape)
      ?? items.map { _ in .whole }
    return zip(items, shares).map {
      Recommendation(item: $0, score: tape[scores][0, $0], shares: $1)
    }
  }
}
