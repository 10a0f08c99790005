package import Gradients
import Interactions
import Layers
package import Recommenders
import Tensors

extension LiveAutoSeqRec {
  /// `Ec[u]`, the state and `Et`, and what the model's further terms read; of a user that is not to be scored,
  /// nothing.
  package func context(of user: Int, on tape: inout Tape<Float>) -> Context {
    var context = Context(rowCount: 1, itemCount: itemCount)
    guard canScore(user) else { return context }
    var embedding = Tensor<Float>(uninitialized: [1, model.width], in: pool)
    users.embed(user, into: &embedding, row: 0)
    context.user = tape.constant(embedding)
    context.items = tape.constant(targets.embeddings)
    let reads = model.score.reads
    if reads.contains(.sources) { context.sources = tape.constant(sources.embeddings) }
    if reads.contains(.trend) { context.trend = tape.constant(trendShares()) }
    let last = Array(recent[user])
    guard !last.isEmpty else { return context }
    context.state = tape.constant(state(after: last))
    if reads.contains(.transitions) {
      context.transitions = tape.constant(transitionShares(after: last))
    }
    return context
  }

  /// What an item counts that was interacted with `age` events of its user before the last one, with those
  /// of all ages adding up to 1.
  private func weights(of count: Int) -> [Float] {
    var weights = [1.0]
    for _ in 1..<max(count, 1) { weights.append(weights[weights.count - 1] * model.options.memory) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  /// The mean of `Es` over the last items, the latest first, weighed by their age.
  private func state(after last: [Int32]) -> Tensor<Float> {
    var state = Tensor<Float>(zeros: [1, model.width], in: pool)
    for (item, weight) in zip(last, weights(of: last.count)) {
      state.addRow(Int(item), of: sources.embeddings, toRow: 0, times: weight)
    }
    return state
  }

  /// See ``AutoSeqRec/Term/transitions``; ages that the user does not have count as nothing.
  private func transitionShares(after last: [Int32]) -> Tensor<Float> {
    var shares = Tensor<Float>(zeros: [1, itemCount], in: pool)
    for (item, weight) in zip(last, weights(of: model.options.recentItems)) {
      let factor = weight / (state.transitions.total(from: Int(item)) + 5)
      for (next, count) in state.transitions.successors(of: Int(item)) {
        shares[0, next] += factor * count
      }
    }
    return shares
  }

  private func trendShares() -> Tensor<Float> {
    var shares = Tensor<Float>(uninitialized: [1, itemCount], in: pool)
    for item in 0..<itemCount { shares[0, item] = Float(trend.share(of: item)) }
    return shares
  }
}
