import SeqRec
import Testing

/// When a question is asked reaches the score, at serving and in training.
@Suite struct QuestionTimeTests {
  private let log = randomLog(users: 5, items: 8, events: 40)

  private func recommender<Loss: Objective>(
    _ objective: Loss
  ) throws -> SequentialRecommender<LearnedItems, LastItem, TimeOfQuestion, Never, Loss> {
    try SequentialRecommender(
      items: LearnedItems(count: 8, width: 2), sequence: LastItem(width: 2),
      score: TimeOfQuestion(), objective: objective, maxLength: 4)
  }

  @Test func aLiveSessionIsAskedAtATime() throws {
    let model = try recommender(SoftmaxCrossEntropy())
    let trained = Trained(model, weights: Weights(model.parameters, seed: Seed(1)))
    let live = trained.live(after: log)
    var scores = Tensor<Float>(zeros: [3, 8])
    live.score(
      [Question(of: 2, at: 500), Question(of: 0), Question(of: 1, at: 7)], into: &scores)
    let last = try #require(log.events.last { $0.user == 0 }?.timestamp)
    #expect(scores.byRow.map { $0[3] } == [500, last, 7])
    #expect(live.recommend(1, for: 2, at: 501, seen: .kept).map(\.score) == [501])
    #expect(live.recommend(1, for: 0, seen: .kept).map(\.score) == [Float(last)])
  }

  @Test func aHistoryIsAskedAtATime() throws {
    let model = try recommender(SoftmaxCrossEntropy())
    let trained = Trained(model, weights: Weights(model.parameters, seed: Seed(1)))
    let history = History(items: [1, 2], timestamps: [10, 20], next: 35)
    #expect(trained.recommend(1, afterHistory: history).map(\.score) == [35])
    #expect(trained.recommend(1, afterHistory: [4, 5, 6]).map(\.score) == [3])
  }

  /// In training every position is asked when its target happened.
  @Test func aTrainingAsksWhenTheTargetsCame() throws {
    let trained = try Trainer(.adam(rate: 1e-3), epochs: 1, batchSize: 100, seed: 1)
      .fit(recommender(SumOfTimes()), on: log)
    var expected = 0.0
    for user in 0..<log.userCount {
      let times = log.events.filter { $0.user == user }.map(\.timestamp)
      expected += times.dropFirst().suffix(4).reduce(0, +)
    }
    #expect(trained.history.losses == [expected])
  }
}

/// Every item scores the time of the question.
private struct TimeOfQuestion: ScoreFunction {
  var parameters: [Parameter] { [] }
  var reads: Context.Parts { .sequences }
  var needs: Context.Parts { .sequences }

  func check(_ sizes: CompositionSizes) {}

  func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    guard let sequences = context.sequences else {
      return tape.constant(Tensor(zeros: [context.rowCount, context.itemCount]))
    }
    let times = sequences.rowPositions.map { S(sequences.nextTimestamps[Int($0)]) }
    return tape.constant(
      Tensor(
        times.flatMap { Array(repeating: $0, count: context.itemCount) },
        shape: [times.count, context.itemCount]))
  }
}

/// The sum over questions of what the first item scores.
private struct SumOfTimes: Objective {
  var negatives: NegativeSampling { .none }

  func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let scores = score.scores(of: .all, in: context, on: &tape)
    var sum: S = 0
    for row in 0..<context.rowCount { sum += tape[scores][row, 0] }
    return tape.constant(Tensor([sum], shape: []))
  }
}
