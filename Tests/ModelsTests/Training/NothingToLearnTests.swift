import SeqRec
import Testing

/// A log from which a model learns nothing is an error, not a training without a loss.
@Suite struct NothingToLearnTests {
  /// Everybody has a single event.
  private let singles = InteractionLog(
    (0..<4).map { (user: "user \($0)", item: "item \($0)", timestamp: Double($0)) })

  private func sasRec(_ batching: UserBatching) throws -> some TrainableModel {
    try SASRec(
      items: LearnedItems(count: 4, width: 4), options: .init(), score: DotScore(),
      batching: batching)
  }

  @Test(arguments: [UserBatching.shuffled, .withReplacement])
  func nobodyHasTwoEvents(_ batching: UserBatching) throws {
    let model = try sasRec(batching)
    #expect(throws: TrainingError.nothingToLearn(events: 4)) {
      try Trainer(.sasRec, epochs: 2).fit(model, on: singles)
    }
    let text = TrainingError.nothingToLearn(events: 4).description
    #expect(text.contains("found none among 4") && text.contains("users with two events or more"))
  }

  /// Nobody has asked for more than the beginning.
  @Test func noEpochsNeedNothing() throws {
    let trained = try Trainer(.sasRec, epochs: 0).fit(sasRec(.shuffled), on: singles)
    #expect(trained.history == TrainingHistory())
  }

  /// Rows without an event would teach that nothing follows anything.
  @Test func anEmptyLogTeachesNothing() {
    #expect(throws: TrainingError.nothingToLearn(events: 0)) {
      try Trainer(.autoSeqRec, epochs: 1)
        .fit(AutoSeqRec(itemCount: 3, width: 2), on: InteractionLog([]))
    }
  }

  /// One user with two events is enough, and so is one event for who reconstructs rows.
  @Test func littleIsEnough() throws {
    let pair = InteractionLog([
      (user: "a", item: "x", timestamp: 0), (user: "a", item: "y", timestamp: 1),
    ])
    let model = try SASRec(items: LearnedItems(count: 2, width: 4), score: DotScore())
    #expect(try Trainer(.sasRec, epochs: 1).fit(model, on: pair).history.losses[0] > 0)
    let single = InteractionLog([(user: "a", item: "x", timestamp: 0)])
    let autoSeqRec = AutoSeqRec(itemCount: 1, width: 2)
    #expect(try Trainer(.autoSeqRec, epochs: 1).fit(autoSeqRec, on: single).history.epochsRun == 1)
  }

  /// A step that throws the weights away shows in no loss where it is the last one.
  @Test func weightsThatAreNotFiniteAreNoResult() throws {
    let pair = InteractionLog([
      (user: "a", item: "x", timestamp: 0), (user: "a", item: "y", timestamp: 1),
    ])
    let model = try SASRec(items: LearnedItems(count: 2, width: 4), score: DotScore())
    #expect(throws: TrainingError.diverged(epoch: 1)) {
      try Trainer(.adam(rate: 1e39), epochs: 1, seed: 1).fit(model, on: pair)
    }
  }

  @Test func aRateForNobodyIsAnError() throws {
    let model = AutoSeqRec(itemCount: 4, width: 2)
    let trainer = Trainer(.adam(rate: 1e-3, rates: ["encoder": 1, "encode": 1]), epochs: 1)
    #expect(throws: TrainingError.unknownGroup("encode", among: model.parameters.map(\.path))) {
      try trainer.fit(model, on: singles)
    }
  }
}
