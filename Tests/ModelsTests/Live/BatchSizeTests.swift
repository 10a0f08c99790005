import SeqRec
import Testing

/// How many questions or events come together changes no bit of a score, and so of no metric.
@Suite struct BatchSizeTests {
  /// Users who leave one, two and more over at the end of an evaluation in batches.
  private static let log = smallLog(users: 129, items: 40, eventsPerUser: 6)
  /// Wide enough for kernels to take several vectors of a row.
  private static let width = 40

  @Test(arguments: ShippedModel.all) func ofLeaveOneOut(_ model: ShippedModel) throws {
    let split = Self.log.split(.leaveOneOut)
    let begin = try model.trained(split.train, Self.width, 1)
    let evaluation = LeaveOneOut(split, negatives: [10], seed: 1)
    func measured(_ size: Int) throws -> (result: LeaveOneOutResult, scores: [Int: [UInt32]]) {
      let noting = NotingScorer(begin(split.trainAndValidation))
      return (try evaluation.test(noting, batchSize: size), noting.scores)
    }
    let expected = try measured(128)
    #expect(expected.scores.count == 129 && expected.result.users.count == 129)
    for size in [1, 2, 7, 512] {
      let found = try measured(size)
      #expect(found.scores == expected.scores, "batches of \(size)")
      for set in expected.result.candidateSets {
        #expect(
          found.result.metrics(set) == expected.result.metrics(set), "\(set), batches of \(size)")
      }
    }
  }

  /// As many as a replay takes at a time, fewer and more.
  @Test(arguments: ShippedModel.all) func ofReplays(_ model: ShippedModel) throws {
    let split = Self.log.split(.byTime(train: 0.8, validation: 0))
    let begin = try model.trained(split.train, Self.width, 1)
    let events = Array(split.test.events)
    #expect(events.count > 96)
    func scores(_ size: Int) -> [UInt32] {
      let session = begin(split.train)
      return stride(from: 0, to: events.count, by: size).flatMap { start in
        let part = Array(events[start..<min(start + size, events.count)])
        var scores = Tensor<Float>(repeating: .nan, shape: [part.count, session.itemCount])
        replay(part, with: session, into: &scores)
        return scores.elements.map(\.bitPattern)
      }
    }
    let expected = scores(96)
    for size in [1, 7, 512] { #expect(scores(size) == expected, "\(size) at a time") }
  }

  private func replay(
    _ events: [Interaction], with session: some LiveRecommender, into scores: inout Tensor<Float>
  ) {
    var session = session
    session.replay(events, into: &scores)
  }
}

/// Another scorer's scores, and the bits that each user's had.
private final class NotingScorer: Scorer {
  private let scorer: any LiveRecommender
  private(set) var scores: [Int: [UInt32]] = [:]

  init(_ scorer: any LiveRecommender) {
    self.scorer = scorer
  }

  var itemCount: Int { scorer.itemCount }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    scorer.score(questions, into: &scores)
    for (row, question) in questions.enumerated() {
      self.scores[question.user] = (0..<itemCount).map { scores[row, $0].bitPattern }
    }
  }

  func observe(_ event: Interaction) { preconditionFailure("nothing happens in this protocol") }
}
