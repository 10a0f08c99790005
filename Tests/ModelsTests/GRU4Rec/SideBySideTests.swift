import Foundation
import SeqRec
import Testing

/// GRU4Rec whose batches are steps of histories side by side, in double precision by definition.
@Suite struct SideBySideTests {
  /// Histories of 2 to 6 items and one of 1, whose first events come in another order than their users.
  private let log = InteractionLog(
    [3, 2, 6, 1, 4, 2, 5].enumerated().flatMap { user, count in
      (0..<count).map { place in
        (
          user: "\(user)", item: "\((3 * user + place * place) % 8)",
          timestamp: Double((user * 5) % 7) + Double(10 * place)
        )
      }
    })
  private let width = 3

  private func model(
    _ objective: some Objective, maxLength: Int = 50
  ) throws -> GRU4Rec<LearnedItems, DotScore, Never, some Objective> {
    try GRU4Rec(
      items: LearnedItems(count: log.itemCount, width: width),
      score: DotScore(biasOf: log.itemCount), objective: objective, maxLength: maxLength,
      dropout: 0, batching: .sideBySide)
  }

  /// The users' items, in the order of the events.
  private func items(of user: Int) -> [Int] {
    log.events.filter { $0.user == user }.map(\.item)
  }

  /// Cursors moved by hand: who is read up to where, and what is predicted.
  private func cursors(_ size: Int, fewest: Int = 1) -> [[(user: Int, place: Int)]] {
    var waiting = (0..<log.userCount).filter { items(of: $0).count > 1 }.sorted { a, b in
      let begin = [a, b].map { user in log.events.first { $0.user == user }?.timestamp ?? 0 }
      return (begin[0], a) < (begin[1], b)
    }
    var steps: [[(user: Int, place: Int)]] = []
    var open = waiting.prefix(size).map { (user: $0, place: 1) }
    waiting = Array(waiting.dropFirst(size))
    while open.count >= fewest {
      steps.append(open)
      open = open.compactMap { cursor in
        if cursor.place + 1 < items(of: cursor.user).count {
          return (cursor.user, cursor.place + 1)
        }
        return waiting.isEmpty ? nil : (waiting.removeFirst(), 1)
      }
    }
    return steps
  }

  /// The losses of an epoch's steps, which carry on what those before have left.
  private func losses<M: TrainableModel>(
    of model: M, size: Int, _ weights: Weights<Double>
  ) -> [Double] {
    let data = model.dataset(of: log)
    var carried: [String: Tensor<Double>] = [:]
    return model.batches(of: data, size: size, epoch: 0, seed: Seed(1)).map { batch in
      var tape = Tape(weights, carrying: carried)
      let loss = model.loss(of: batch, in: data, on: &tape)
      carried = tape.left
      return tape[loss].scalar
    }
  }

  /// A state after some items of a history is that of the whole history read at once, and the softmax over all items says what a
  /// step costs.
  @Test(arguments: [1, 2, 3, 10]) func everyStepGoesOn(_ size: Int) throws {
    let model = try model(SoftmaxCrossEntropy())
    let weights = Weights<Double>(model.parameters, seed: Seed(3))
    let found = losses(of: model, size: size, weights)
    let steps = cursors(size)
    #expect(found.count == steps.count)
    let whole = steps[0].count
    for (loss, cursors) in zip(found, steps) {
      let histories = cursors.map { History(Array(items(of: $0.user).prefix($0.place))) }
      var tape = Tape(weights)
      let batch = SequenceBatch(histories, window: 50, questions: .lastPosition)
      let context = model.context(of: batch, on: &tape)
      let logits = tape[model.score.scores(of: .all, in: context, on: &tape)]
      let expected = cursors.enumerated().reduce(0) { sum, cursor in
        let (row, target) = (cursor.offset, items(of: cursor.element.user)[cursor.element.place])
        let total = (0..<log.itemCount).reduce(0) { $0 + exp(logits[row, $1]) }
        return sum + Foundation.log(total) - logits[row, target]
      }
      // What is missing from a whole batch costs nothing.
      #expect(abs(loss - expected / Double(whole)) < 1e-12)
    }
  }

  /// Without others there is nothing to be held against.
  @Test func withoutOthersItEndsAtOneRow() throws {
    let sampling = NegativeSampling.perBatch(0, exponent: 0, withTargets: true)
    let model = try model(BayesianPersonalizedRanking(drawing: sampling))
    let data = model.dataset(of: log)
    let batches = model.batches(of: data, size: 3, epoch: 4, seed: Seed(1))
    #expect(batches.map { $0.users.count } == cursors(3, fewest: 2).map(\.count))
    #expect(batches.allSatisfy { $0.users.count >= 2 })
    let more = try self.model(
      BayesianPersonalizedRanking(
        drawing: .perBatch(1, exponent: 0, withTargets: true)))
    #expect(
      more.batches(of: more.dataset(of: log), size: 3, epoch: 4, seed: Seed(1)).count
        == cursors(3).count)
  }

  /// No gradient goes back to the step before.
  @Test func statesAreConstants() throws {
    let model = try model(SoftmaxCrossEntropy())
    let weights = Weights<Double>(model.parameters, seed: Seed(3))
    let data = model.dataset(of: log)
    let batches = model.batches(of: data, size: 1, epoch: 0, seed: Seed(1))
    var tape = Tape(weights)
    _ = model.loss(of: batches[0], in: data, on: &tape)
    let left = tape.left
    // In the second step the first item is read by nobody any more.
    let first = try #require(cursors(1).first?.first)
    let item = items(of: first.user)[0]
    #expect(!items(of: first.user).dropFirst().contains(item))
    var second = Tape(weights, carrying: left)
    let loss = model.loss(of: batches[1], in: data, on: &second)
    let value = second[loss].scalar
    var alone = Tape(weights)
    #expect(alone[model.loss(of: batches[1], in: data, on: &alone)].scalar != value)
    let gradient = second.backward(from: loss).gradient(
      of: model.parameters[1], in: weights)
    // Of the input weights, by the second item alone: the outer product of its row and something.
    let row = weights[model.parameters[0]]
    let read = items(of: first.user)[1]
    let bar = try #require(gradient)
    for column in 0..<bar.columns {
      let ratio = bar[0, column] / row[read, 0]
      for k in 1..<width { #expect(abs(bar[k, column] - ratio * row[read, k]) < 1e-12) }
    }
  }

  /// Every epoch begins with nothing, so a training that was stopped anywhere ends as one that was not; see `Laws.ofModel`.
  @Test func epochsAreAlike() throws {
    let model = try model(SoftmaxCrossEntropy())
    let data = model.dataset(of: log)
    let epochs = (0..<2).map { model.batches(of: data, size: 3, epoch: $0, seed: Seed(1)) }
    #expect(epochs[0].map(\.users) == epochs[1].map(\.users))
  }

  @Test func serversDoNotDiffer() throws {
    let sideBySide = try model(SoftmaxCrossEntropy(), maxLength: 3)
    let whole = try GRU4Rec(
      items: LearnedItems(count: log.itemCount, width: width),
      score: DotScore(biasOf: log.itemCount), maxLength: 3, dropout: 0)
    #expect(sideBySide.parameters == whole.parameters)
    let weights = Weights<Float>(whole.parameters, seed: Seed(4))
    let lists = [
      Trained(sideBySide, weights: weights).recommend(4, afterHistory: [1, 2, 3]),
      Trained(whole, weights: weights).recommend(4, afterHistory: [1, 2, 3]),
    ]
    #expect(lists[0] == lists[1])
  }

  @Test func onlyRecurrencesGoOn() {
    #expect(throws: CompositionError.self) {
      try SequentialRecommender(
        items: LearnedItems(count: 3, width: 2), sequence: MeanOfItems(width: 2),
        score: DotScore(), objective: SoftmaxCrossEntropy(), batching: .sideBySide)
    }
  }
}
