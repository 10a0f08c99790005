import SeqRec
import Testing

/// Trainings and rankings of sizes that several threads share in pieces, unlike those of the laws.
@Suite struct SharedWorkTests {
  private static let split: Split = {
    var world = SyntheticLog()
    world.users = 70
    world.items = 300
    world.eventsPerUser = 20
    return world.log(seed: Seed(11)).split(.byTime(train: 0.8, validation: 0.1))
  }()
  private static let (n, users) = (split.train.itemCount, split.train.userCount)
  private static let width = 24

  /// All that a training and its measurement come to.
  private struct Outcome: Equatable {
    var state: TrainingState?
    var weights: Weights<Float>
    var history: TrainingHistory
    var ranks: [Rank]
  }

  /// Whether it is the same on 1, 2 and 8 threads, and once more.
  private func expectSameBits<M: TrainableModel, Live: LiveRecommender & ~Copyable>(
    _ model: M, _ live: (Trained<M>, InteractionLog, Workers) -> Live
  ) throws {
    func outcome(_ workers: Workers) throws -> Outcome {
      let trainer = Trainer(
        .adam(rate: 1e-3), epochs: 2, batchSize: 64, seed: 5, workers: workers)
      var state: TrainingState?
      let trained = try trainer.fit(
        model, on: Self.split.train, checkpoints: Checkpointing { state = $0 })
      var session = live(trained, Self.split.train, workers)
      let result = try FutureInteraction.replay(
        Self.split.validation, after: Self.split.train, scoring: &session)
      return Outcome(
        state: state, weights: trained.weights, history: trained.history,
        ranks: result.ranks(seen: .filtered))
    }
    let alone = try outcome(.one)
    for count in [2, 8, 8] {
      let shared = try outcome(Workers(count))
      #expect(shared.weights == alone.weights, "weights on \(count) threads")
      #expect(shared == alone, "\(count) threads")
    }
  }

  @Test(arguments: [AutoSeqRec.Options(), .paperCode, .tuned])
  func autoSeqRec(_ options: AutoSeqRec.Options) throws {
    let model = AutoSeqRec(itemCount: Self.n, width: Self.width, options: options)
    try expectSameBits(model) { $0.live(after: $1, workers: $2) }
  }

  private static func expectSameBits<Items, States, Score, User, Loss>(
    of model: SequentialRecommender<Items, States, Score, User, Loss>
  ) throws {
    try SharedWorkTests().expectSameBits(model) { $0.live(after: $1, workers: $2) }
  }

  private static func learned(_ path: String = "items") -> LearnedItems {
    LearnedItems(count: n, width: width, path: path)
  }

  @Test(arguments: [1, 2]) func sasRec(heads: Int) throws {
    try Self.expectSameBits(of: SASRec(items: Self.learned(), score: DotScore(), heads: heads))
  }

  @Test func sasRecOfAutoSeqRec() throws {
    let autoSeqRec = try Trainer(.autoSeqRec, epochs: 1, seed: 2)
      .fit(AutoSeqRec(itemCount: Self.n, width: Self.width), on: Self.split.train)
    let e = autoSeqRec.embeddings(of: Self.split.train)
    try Self.expectSameBits(
      of: SASRec(items: WarmItems(e.source), score: TwoHopScore(to: e.target)))
    try Self.expectSameBits(
      of: SASRec(
        items: WarmItems(e.source), score: TwoHopScore(to: e.target), user: e.collaborative))
  }

  @Test func usersByTheirNumbers() throws {
    let user = IDUserEncoder(count: Self.users, width: Self.width)
    try Self.expectSameBits(
      of: SASRec(items: Self.learned(), score: TwoHopScore(), user: user))
  }

  @Test(arguments: GRUReset.allCases) func gru4Rec(_ reset: GRUReset) throws {
    try Self.expectSameBits(
      of: GRU4Rec(
        items: Self.learned(), score: DotScore(to: Self.learned("targets"), biasOf: Self.n),
        reset: reset, dropout: 0.1, stateDropout: 0.2))
  }

  @Test func plainSequences() throws {
    func check(_ sequence: some SequenceModel, _ objective: some Objective) throws {
      try Self.expectSameBits(
        of: SequentialRecommender<_, _, _, Never, _>(
          items: Self.learned(), sequence: sequence, score: DotScore(), objective: objective))
    }
    try check(LastItem(width: Self.width), BayesianPersonalizedRanking(negatives: 3))
    try check(MeanOfItems(width: Self.width), SoftmaxCrossEntropy())
  }

  @Test func autoRec() throws {
    try expectSameBits(AutoRec(.users(itemCount: Self.n), width: Self.width)) {
      $0.live(after: $1, workers: $2)
    }
    try expectSameBits(AutoRec(.items(userCount: Self.users), width: Self.width)) {
      $0.live(after: $1, workers: $2)
    }
  }

  @Test func matrixFactorization() throws {
    func check(_ objective: some Objective) throws {
      try expectSameBits(
        MatrixFactorization(
          userCount: Self.users, itemCount: Self.n, width: Self.width, objective: objective)
      ) { $0.live(after: $1, workers: $2) }
    }
    try check(BayesianPersonalizedRanking(negatives: 2))
    try check(SoftmaxCrossEntropy())
  }
}
