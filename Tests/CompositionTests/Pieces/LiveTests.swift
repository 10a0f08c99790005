import SeqRec
import Testing

/// Compositions at work, and the batches that they learn from.
@Suite struct LiveTests {
  private static let log = randomLog(users: 8, items: 12, events: 150)
  private static let split = log.split(.byTime(train: 0.7, validation: 0.2))
  private static let trained = Result { () throws -> Trained<Model> in
    let model = try SequentialRecommender(
      items: LearnedItems(count: 12, width: 4), sequence: MeanOfItems(width: 4),
      score: DotScore(), objective: SoftmaxCrossEntropy(), maxLength: 5)
    return try Trainer(.adam(rate: 1e-2), epochs: 2, batchSize: 4, seed: 1)
      .fit(model, on: split.train)
  }

  private typealias Model =
    SequentialRecommender<LearnedItems, MeanOfItems, DotScore, Never, SoftmaxCrossEntropy>

  private static var users: [Int] { Array(0..<log.userCount) }

  private func scores(
    _ live: borrowing some LiveRecommender & ~Copyable, _ users: [Int]
  ) -> Tensor<Float> {
    var scores = Tensor<Float>(repeating: .nan, shape: [users.count, live.itemCount])
    live.score(users.map { Question(of: $0) }, into: &scores)
    return scores
  }

  @Test func observingIsBeginningLater() throws {
    let trained = try Self.trained.get()
    var live = trained.live(after: Self.split.train)
    let before = scores(live, Self.users)
    for event in Self.split.validation.events { live.observe(event) }
    let later = trained.live(after: Self.split.trainAndValidation)
    #expect(scores(live, Self.users) == scores(later, Self.users))
    #expect(scores(live, Self.users) != before)
    for user in Self.users { #expect(live.seenItems(of: user) == later.seenItems(of: user)) }
  }

  /// The mean of the last five items against every item, by hand.
  @Test func scoresAreThoseOfTheDefinition() throws {
    let trained = try Self.trained.get()
    let live = trained.live(after: Self.split.train)
    let table = trained.weights[trained.model.parameters[0]].byRow
    let found = scores(live, Self.users).byRow
    for user in Self.users {
      let items = Self.split.train.events.filter { $0.user == user }.map(\.item).suffix(5)
      let expected = table.map { item in
        items.reduce(0) { $0 + dot(table[$1], item) } / Double(items.count)
      }
      #expect(isClose(found[user], expected, 1e-5))
    }
  }

  @Test func usersTogetherAreScoredAsAlone() throws {
    let live = try Self.trained.get().live(after: Self.log)
    let users = [5, 999, 0, 5, 3]
    let together = scores(live, users).byRow
    for (row, user) in users.enumerated() {
      #expect(isClose(scores(live, [user]).byRow[0], together[row], 1e-5))
    }
    #expect(together[1].allSatisfy { $0 == 0 } && live.seenItems(of: 999).isEmpty)
    #expect(!live.canScore(999) && live.recommend(3, for: 999).isEmpty)
  }

  @Test func itemsThatTrainingDidNotKnowAreLeftOut() throws {
    let trained = try Self.trained.get()
    var live = trained.live(after: Self.split.train)
    let before = scores(live, [3])
    live.observe(Interaction(user: 3, item: 40, timestamp: 1e6))
    #expect(scores(live, [3]) == before && live.itemCount == 12)
    live.observe(Interaction(user: 70, item: 40, timestamp: 1e6))
    #expect(scores(live, [70]).elements.allSatisfy { $0 == 0 })
  }

  @Test func aHistoryAloneIsScoredAsItsUserIs() throws {
    let trained = try Self.trained.get()
    let live = trained.live(after: Self.log)
    for user in Self.users {
      let items = Self.log.events.filter { $0.user == user }.map(\.item)
      let list = trained.recommend(20, afterHistory: items)
      #expect(list.map(\.item) == live.recommend(20, for: user).map(\.item))
      #expect(list.allSatisfy { !items.contains($0.item) })
      #expect(list.map(\.score) == list.map(\.score).sorted(by: >))
      let all = trained.recommend(20, afterHistory: items, seen: .kept)
      #expect(all.count == 12)
      // What training did not know changes nothing, wherever it stands.
      #expect(trained.recommend(20, afterHistory: [77, -5] + items + [12, 1 << 32, .min]) == list)
    }
  }

  @Test func nothingHappenedYet() throws {
    let list = try Self.trained.get().recommend(3, afterHistory: [])
    #expect(list.isEmpty)
  }

  @Test func aCompositeTellsItsTerms() throws {
    let model = try SequentialRecommender(
      items: LearnedItems(count: 12, width: 4, initializer: .constant(0.5)),
      sequence: LastItem(width: 4),
      score: WeightedSum([
        .init("one", weight: 3, DotScore()), .init("two", weight: 1, TwoHopScore()),
      ]), objective: SoftmaxCrossEntropy())
    let weights = Weights<Float>(model.parameters, seed: Seed(1))
    let live = Trained(model, weights: weights).live(after: Self.log)
    for shares in live.shares(of: [0, 7], for: Question(of: 2)) {
      #expect(shares.map(\.term) == ["one", "two"] && shares.map(\.share) == [0.75, 0.25])
    }
    let ofNobody = live.shares(of: [1], for: Question(of: 999))
    #expect(ofNobody == [.shares([("one", 0), ("two", 0)])])
  }
}

@Suite struct BatchingTests {
  /// Ten users, of whom 7, 8 and 9 have one item.
  private let users = log(
    (1..<7).flatMap { user in [(user, 1), (user, 2)] } + (7..<10).map { ($0, 3) }, items: 4)

  private func batches(
    _ batching: UserBatching, epoch: Int, size: Int = 4
  ) throws -> [[Int32]] {
    let model = try SequentialRecommender(
      items: LearnedItems(count: 4, width: 2), sequence: LastItem(width: 2), score: DotScore(),
      objective: BinaryCrossEntropy(), batching: batching)
    let data = model.dataset(of: users)
    return model.batches(of: data, size: size, epoch: epoch, seed: Seed(1)).map(\.users)
  }

  @Test func shuffledIsEverybodyWithSomethingToPredictOnce() throws {
    for epoch in 0..<3 {
      let batches = try batches(.shuffled, epoch: epoch)
      #expect(batches.map(\.count) == [4, 3])
      #expect(batches.flatMap(\.self).sorted() == [0, 1, 2, 3, 4, 5, 6])
    }
    #expect(try batches(.shuffled, epoch: 0) != batches(.shuffled, epoch: 1))
    #expect(try batches(.shuffled, epoch: 1) == batches(.shuffled, epoch: 1))
  }

  /// `floor(10 / 4)` batches: users with one item are counted, never drawn.
  @Test func withReplacementIsAsManyBatchesAsUsersFill() throws {
    var drawn: Set<Int32> = []
    var repeats = 0
    for epoch in 0..<20 {
      let batches = try batches(.withReplacement, epoch: epoch)
      #expect(batches.map(\.count) == [4, 4])
      drawn.formUnion(batches.flatMap(\.self))
      repeats += batches.count { Set($0).count < 4 }
    }
    #expect(drawn == Set(0..<7) && repeats > 0)
    #expect(try batches(.withReplacement, epoch: 0, size: 128).map(\.count) == [128])
  }

  @Test(arguments: [UserBatching.shuffled, .withReplacement])
  func nobodyHasSomethingToPredict(_ batching: UserBatching) throws {
    let model = try SequentialRecommender(
      items: LearnedItems(count: 1, width: 2), sequence: LastItem(width: 2), score: DotScore(),
      objective: BinaryCrossEntropy(), batching: batching)
    let data = model.dataset(of: log([], items: 1))
    #expect(model.batches(of: data, size: 4, epoch: 0, seed: Seed(1)).isEmpty)
  }

  /// Whatever the terms' signs, they are shares of a whole.
  @Test func sharesAreSizes() {
    let shares = [ScoreShare].shares([("a", 3), ("b", -1), ("c", 0)])
    #expect(shares.map(\.share) == [0.75, 0.25, 0])
    #expect([ScoreShare].shares([("a", 0), ("b", 0)]).map(\.share) == [0, 0])
  }
}
