// The model of docs/add-a-model.md that is no composition, word for word: a test compares the two.
import SeqRec

/// Transitions as a product of two tables: `score(i | j) = A[j] . B[i]`, with j a user's last item.
struct TransitionFactors: TrainableModel {
  struct Transition: Sendable {
    let from, to: Int32
  }

  let sources, targets: Embedding

  init(itemCount: Int, width: Int) {
    let start = Initializer.normal(deviation: 0.1)
    sources = Embedding("sources", count: itemCount, width: width, initializer: start)
    targets = Embedding("targets", count: itemCount, width: width, initializer: start)
  }

  var itemCount: Int { targets.weight.shape[0] }
  var parameters: [Parameter] { sources.parameters + targets.parameters }

  func dataset(of log: InteractionLog) -> [Transition] {
    let histories = UserHistories(after: log)
    return (0..<histories.userCount).flatMap { user in
      let items = histories.items(of: user)
      return zip(items, items.dropFirst()).map { Transition(from: $0, to: $1) }
    }
  }

  func batches(of data: [Transition], size: Int, epoch: Int, seed: Seed) -> [[Transition]] {
    var generator = seed.child(epoch).generator()
    var data = data
    generator.shuffle(&data)
    return stride(from: 0, to: data.count, by: size).map {
      Array(data[$0..<min($0 + size, data.count)])
    }
  }

  func loss<S: Scalar>(
    of batch: [Transition], in data: [Transition], on tape: inout Tape<S>
  ) -> Variable {
    let states = sources(batch.map(\.from), on: &tape)
    let table = tape.parameter(targets.weight)
    return tape.softmaxCrossEntropy(of: states, with: table, bias: nil, targets: batch.map(\.to))
  }

  func finish(_ weights: inout Weights<Float>, after data: [Transition]) {}
}

struct LiveTransitionFactors: LiveRecommender, ~Copyable {
  private let trained: Trained<TransitionFactors>
  private var state: InteractionState

  init(_ trained: Trained<TransitionFactors>, after log: InteractionLog) {
    self.trained = trained
    state = InteractionState(after: log)
  }

  var itemCount: Int { trained.model.itemCount }

  mutating func observe(_ event: Interaction) {
    state.observe(user: event.user, item: event.item)
  }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    scores.fill(0)
    for (row, question) in questions.enumerated() {
      guard let last = state.lastItem(of: question.user), last < itemCount else { continue }
      var tape = Tape(trained.weights)
      let query = trained.model.sources([Int32(last)], on: &tape)
      let table = tape.parameter(trained.model.targets.weight)
      let result = tape.dots(of: query, with: table, bias: nil)
      scores.assignRow(0, of: tape[result], toRow: row)
    }
  }

  func canScore(_ user: Int) -> Bool { state.lastItem(of: user).map { $0 < itemCount } ?? false }

  func seenItems(of user: Int) -> [Int32] { state.interactions.items(of: user) }

  func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    items.map { _ in [ScoreShare(term: "score", share: 1)] }
  }
}
