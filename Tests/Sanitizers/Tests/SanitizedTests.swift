import SeqRec
import Testing

/// Threads that train, rank, observe and recommend at the same time, while a sanitizer watches them.
@Suite struct SanitizedTests {
  /// Of a size that threads share in pieces.
  private static let split: Split = {
    var world = SyntheticLog()
    world.users = 40
    world.items = 150
    world.eventsPerUser = 15
    return world.log(seed: Seed(21)).split(.byTime(train: 0.8, validation: 0.1))
  }()
  private static let n = split.train.itemCount

  private func trainer(_ workers: Workers = Workers(4)) -> Trainer {
    Trainer(.adam(rate: 1e-3), epochs: 2, batchSize: 32, seed: 3, workers: workers)
  }

  /// Trains and ranks on several threads, and on one.
  private func check<M: TrainableModel, Live: LiveRecommender & ~Copyable>(
    _ model: M, _ live: (Trained<M>, InteractionLog, Workers) -> Live
  ) throws {
    func outcome(_ workers: Workers) throws -> (weights: Weights<Float>, ranks: [Rank]) {
      let trained = try trainer(workers).fit(model, on: Self.split.train)
      var session = live(trained, Self.split.train, workers)
      let result = try FutureInteraction.replay(
        Self.split.validation, after: Self.split.train, scoring: &session)
      return (trained.weights, result.ranks(seen: .filtered))
    }
    let (alone, shared) = (try outcome(.one), try outcome(Workers(4)))
    #expect(alone.weights == shared.weights && alone.ranks == shared.ranks)
  }

  @Test func autoSeqRec() throws {
    for options in [AutoSeqRec.Options(), .tuned] {
      try check(AutoSeqRec(itemCount: Self.n, width: 20, options: options)) {
        $0.live(after: $1, workers: $2)
      }
    }
  }

  @Test func sequences() throws {
    let items = LearnedItems(count: Self.n, width: 20)
    try check(SASRec(items: items, score: DotScore(), heads: 2)) {
      $0.live(after: $1, workers: $2)
    }
    try check(GRU4Rec(items: items, score: DotScore(biasOf: Self.n))) {
      $0.live(after: $1, workers: $2)
    }
  }

  @Test func rowsAndPairs() throws {
    let users = Self.split.train.userCount
    try check(AutoRec(.users(itemCount: Self.n), width: 20)) { $0.live(after: $1, workers: $2) }
    try check(AutoRec(.items(userCount: users), width: 20)) { $0.live(after: $1, workers: $2) }
    try check(MatrixFactorization(userCount: users, itemCount: Self.n, width: 20)) {
      $0.live(after: $1, workers: $2)
    }
  }

  @Test func inOnePass() throws {
    for workers in [Workers.one, Workers(4)] {
      let matrix = try EASE(lambda: 5).fit(on: Self.split.train, workers: workers)
      let session = matrix.live(after: Self.split.train, workers: workers)
      #expect(session.recommend(5, for: 0).count == 5)
    }
  }

  /// Who finds the workers busy works alone.
  @Test func trainingsThatShareWorkers() async throws {
    let model = AutoSeqRec(itemCount: Self.n, width: 20)
    let trainer = trainer()
    let digests = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<4 {
        group.addTask { try trainer.fit(model, on: Self.split.train).weights.digest }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(digests.count == 1)
  }

  /// Each task with a session of its own, of the same weights and workers.
  @Test func sessionsOfOneModel() async throws {
    let model = AutoSeqRec(itemCount: Self.n, width: 20)
    let trained = try trainer().fit(model, on: Self.split.train)
    let workers = Workers(3)
    let lists = await withTaskGroup(of: [[Int]].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var session = trained.live(after: Self.split.train, workers: workers)
          return Self.split.test.events.map { event in
            session.observe(event)
            return session.recommend(5, for: event.user).map(\.item)
          }
        }
      }
      return await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(lists.count == 1)
  }

  /// One session of an actor: some observe, others ask.
  @Test func oneSessionOfManyTasks() async throws {
    let model = AutoSeqRec(itemCount: Self.n, width: 20)
    let trained = try trainer().fit(model, on: Self.split.train)
    let shared = Shared(trained.live(after: Self.split.train, workers: Workers(2)))
    await withTaskGroup(of: Void.self) { group in
      for part in 0..<4 {
        group.addTask {
          for (number, event) in Self.split.test.events.enumerated() where number % 4 == part {
            await shared.observe(event)
            #expect(await shared.recommend(5, for: event.user).count == 5)
          }
        }
      }
    }
  }

  private actor Shared {
    private var session: LiveAutoSeqRec

    init(_ session: consuming sending LiveAutoSeqRec) { self.session = session }

    func observe(_ event: Interaction) { session.observe(event) }

    func recommend(_ count: Int, for user: Int) -> [Recommendation] {
      session.recommend(count, for: user)
    }
  }
}
