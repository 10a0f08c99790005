package import Gradients
import Interactions
import Layers
package import Recommenders
import Tensors

extension LiveAutoSeqRec {
  /// `Ec[u]`, the state and `Et`, and what the model's further terms read; of a user that is not to be scored,
  /// nothing.
  package func context(of user: Int, on tape: inout Tape<Float>) -> Context {
    guard recent[user].isEmpty else {
      var moments = Moments(1, of: self)
      note(user, forRow: 0, in: &moments)
      return moments.context(self, on: &tape)
    }
    var context = Context(rowCount: 1, itemCount: itemCount)
    guard canScore(user) else { return context }
    var embedding = Tensor<Float>(uninitialized: [1, model.width], in: pool)
    users.embed(user, into: &embedding, row: 0)
    context.user = tape.constant(embedding)
    context.items = tape.constant(targets.embeddings)
    let reads = model.score.reads
    if reads.contains(.sources) { context.sources = tape.constant(sources.embeddings) }
    if reads.contains(.trend) {
      var shares = Tensor<Float>(uninitialized: [1, itemCount], in: pool)
      assignTrend(to: &shares, row: 0)
      context.trend = tape.constant(shares)
    }
    return context
  }

  /// Notes what is read of a user with a history, and scores all others at once.
  func note(
    _ user: Int, forRow row: Int, in moments: inout Moments, orScoreInto scores: inout Tensor<Float>
  ) {
    if recent[user].isEmpty {
      score(oneOf: user, into: &scores, row: row)
    } else {
      note(user, forRow: row, in: &moments)
    }
  }

  /// Scores a single question.
  func score(oneOf user: Int, into scores: inout Tensor<Float>, row: Int) {
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = context(of: user, on: &tape)
    let result = model.score.scores(of: .all, in: context, on: &tape)
    scores.assignRow(0, of: tape[result], toRow: row)
  }

  /// Scores all questions that were noted.
  func score(_ moments: consuming Moments, into scores: inout Tensor<Float>) {
    guard !moments.known.isEmpty else { return }
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = moments.context(self, on: &tape)
    let result = model.score.scores(of: .all, in: context, on: &tape)
    if moments.known.count == scores.rows, tape[result].shape == scores.shape {
      scores = tape[result]
    } else {
      for row in moments.known { scores.assignRow(row, of: tape[result], toRow: row) }
    }
  }

  private func note(_ user: Int, forRow row: Int, in moments: inout Moments) {
    let last = Array(recent[user])
    moments.known.append(row)
    users.embed(user, into: &moments.users, row: row)
    assignState(after: last, to: &moments.states, row: row)
    if moments.transitions != nil {
      addTransitions(after: last, to: &moments.transitions!, row: row)
    }
    if moments.trend != nil { assignTrend(to: &moments.trend!, row: row) }
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
  private func assignState(after last: [Int32], to states: inout Tensor<Float>, row: Int) {
    for (item, weight) in zip(last, weights(of: last.count)) {
      states.addRow(Int(item), of: sources.embeddings, toRow: row, times: weight)
    }
  }

  /// See ``AutoSeqRec/Term/transitions``; ages that the user does not have count as nothing.
  private func addTransitions(after last: [Int32], to shares: inout Tensor<Float>, row: Int) {
    for (item, weight) in zip(last, weights(of: model.options.recentItems)) {
      let factor = weight / (state.transitions.total(from: Int(item)) + 5)
      for (next, count) in state.transitions.successors(of: Int(item)) {
        shares[row, next] += factor * count
      }
    }
  }

  private func assignTrend(to shares: inout Tensor<Float>, row: Int) {
    for item in 0..<itemCount { shares[row, item] = Float(trend.share(of: item)) }
  }
}
