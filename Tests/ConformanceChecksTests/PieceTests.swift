import ConformanceChecks
import SeqRec
import Testing

/// The pieces that the library has, each with its laws.
@Suite struct PieceTests {
  static var world: World {
    get throws {
      try World(
        InteractionLog(
          (0..<40).map { (user: "\($0 % 4)", item: "\($0 * 7 % 9)", timestamp: Double($0)) }))
    }
  }

  private func expect(_ laws: [Law]) async throws {
    #expect(!laws.isEmpty)
    for law in laws {
      let violations = try await law.violations()
      #expect(violations == [], "\(law)")
    }
  }

  @Test(arguments: itemOptions.indices) func items(_ index: Int) async throws {
    try await expect(Laws.ofItemEncoder(itemOptions[index].make(Self.world)))
  }

  @Test(arguments: sequenceOptions.indices) func sequences(_ index: Int) async throws {
    try await expect(Laws.ofSequenceModel(sequenceOptions[index].make(Self.world)))
  }

  @Test(arguments: scoreOptions.indices) func scores(_ index: Int) async throws {
    let world = try Self.world
    try await expect(
      Laws.ofScore(
        scoreOptions[index].make(world), itemCount: world.log.itemCount, width: World.width))
  }

  @Test(arguments: countedScores.indices) func scoresOfWhatOnlySomeModelsMake(
    _ index: Int
  ) async throws {
    let world = try Self.world
    try await expect(
      Laws.ofScore(
        countedScores[index].make(world), itemCount: world.log.itemCount, width: World.width))
  }

  @Test(arguments: objectiveOptions.indices) func objectives(_ index: Int) async throws {
    let objective = try objectiveOptions[index].make(Self.world)
    try await expect(
      Laws.ofObjective(objective, pushesNegativesDown: !(objective is BPRMax)))
  }

  @Test func objectivesOfSharedNegatives() async throws {
    let ofBatch = NegativeSampling.perBatch(3, exponent: 0.75, withTargets: true)
    let ofOthers = NegativeSampling.perBatch(0, exponent: 0, withTargets: true)
    try await expect(
      Laws.ofObjective(SampledSoftmaxCrossEntropy(drawing: ofBatch, logQ: 1))
        + Laws.ofObjective(SampledSoftmaxCrossEntropy(drawing: ofOthers))
        + Laws.ofObjective(BayesianPersonalizedRanking(drawing: ofBatch, elu: 1))
        + Laws.ofObjective(
          TOP1(drawing: .perBatch(2, exponent: 0, withTargets: false), weighsBySoftmax: false),
          pushesNegativesDown: false)
        + Laws.ofObjective(
          TOP1(drawing: .perSequence(2), weighsBySoftmax: true), pushesNegativesDown: false))
  }

  @Test func objectivesWithDropout() async throws {
    try await expect(Laws.ofObjective(RowReconstruction(dropout: 0.3)))
  }

  @Test func objectivesOfRows() async throws {
    try await expect(Laws.ofObjective(RowCrossEntropy()))
  }

  @Test func sequencesWithDropoutOfStates() async throws {
    try await expect(
      Laws.ofSequenceModel(
        GatedRecurrence(inputWidth: 3, width: 4, reset: .beforeProduct, stateDropout: 0.4)))
  }

  @Test func users() async throws {
    let world = try Self.world
    let (items, users) = (world.log.itemCount, world.log.userCount)
    let byID = IDUserEncoder(count: users, width: World.width)
    try await expect(Laws.ofUserEncoder(byID, itemCount: items, userCount: users))
    let byHistory = world.embeddings.collaborative
    try await expect(Laws.ofUserEncoder(byHistory, itemCount: items, userCount: users))
    try await expect(
      Laws.ofUserEncoder(byHistory.scaled(by: 0.5), itemCount: items, userCount: users))
  }
}
