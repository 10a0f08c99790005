import ConformanceChecks
import SeqRec
import Testing

/// Each fault is found by the law that is meant for it: a law that nothing breaks says nothing.
@Suite struct MutantTests {
  /// Whether the law of that name, among those given, has something to say.
  private func expect(_ name: String, isBrokenIn laws: [Law]) async throws {
    let meant = laws.filter { $0.name == name }
    #expect(!meant.isEmpty, "there is no law called \(name)")
    var violations: [String] = []
    for law in meant { violations += try await law.violations() }
    #expect(!violations.isEmpty, "\(name)")
  }

  @Test(arguments: BrokenSequenceModel.Fault.allCases)
  func sequenceModels(_ fault: BrokenSequenceModel.Fault) async throws {
    let laws = Laws.ofSequenceModel(BrokenSequenceModel(fault: fault))
    let name =
      switch fault {
      case .looksAhead, .readsLaterTimes: "a later item changes no earlier state"
      case .leaksBetweenSequences: "sequences of a batch do not influence each other"
      case .asksTheQuestions: "what is asked changes no state"
      case .addsPerBatch: "a batch is its sequences one by one"
      case .drawsWithoutSeed: "random only with a seed, and by it alone"
      case .hasTwoOfOneName: "paths of parameters are their own"
      case .losesAGradient: "the gradient is that of differences"
      case .isNarrow: "a state for each position"
      }
    try await expect(name, isBrokenIn: laws)
  }

  @Test(arguments: BrokenAttention.Fault.allCases)
  func attention(_ fault: BrokenAttention.Fault) async throws {
    try await expect(
      "what the last position takes in adds up to 1",
      isBrokenIn: Laws.ofSequenceModel(BrokenAttention(fault: fault)))
  }

  @Test(arguments: BrokenOperation.Fault.allCases)
  func operations(_ fault: BrokenOperation.Fault) async throws {
    let laws = Laws.ofOperation(BrokenOperation(fault: fault), shapes: [[[2, 3]], [[5, 7]]])
    let names =
      switch fault {
      case .forgetsTheFactor, .hasTheWrongSign:
        ["the gradient is that of differences", "the Jacobian is that of five-point differences"]
      case .overwrites: ["an input that is used twice gets the sum"]
      case .cutsByThreads: ["the same bits on 1, 2 and 8 threads"]
      case .roundsInDouble: ["Float agrees with Double"]
      }
    for name in names { try await expect(name, isBrokenIn: laws) }
  }

  @Test func itemEncoders() async throws {
    try await expect("a row for each item", isBrokenIn: Laws.ofItemEncoder(BrokenItems()))
  }

  @Test(arguments: BrokenUsers.Fault.allCases)
  func userEncoders(_ fault: BrokenUsers.Fault) async throws {
    let laws = Laws.ofUserEncoder(BrokenUsers(fault: fault), itemCount: 6)
    let name =
      switch fault {
      case .readsLaterItems: "a later item changes no earlier row"
      case .asksTheQuestions: "what is asked changes no row"
      case .isShort: "a row for each position"
      case .readsNumbers: "who it is changes nothing"
      case .readsNeighbours: "users of a batch do not influence each other"
      }
    try await expect(name, isBrokenIn: laws)
  }

  @Test(arguments: BrokenScore.Fault.allCases)
  func scores(_ fault: BrokenScore.Fault) async throws {
    let laws = Laws.ofScore(BrokenScore(fault: fault), itemCount: 6, width: 4)
    let name =
      switch fault {
      case .takesTheNextCandidate: "candidates are columns of all items"
      case .hidesWhatItReads: "a score for every candidate, from what it says it needs"
      case .adaptsToTheBatch: "questions do not influence each other"
      case .looksAhead: "a later item changes no earlier score"
      case .readsMore: "what it does not read changes nothing"
      case .biasesByPlace: "the items' order is that of their scores"
      case .scalesItsScores: "scores are query times targets plus bias"
      }
    try await expect(name, isBrokenIn: laws)
  }

  @Test func decodedScores() async throws {
    try await expect(
      "scores are the activated rows of its decoder",
      isBrokenIn: Laws.ofScore(BrokenDecoder(), itemCount: 6, width: 4))
  }

  @Test(arguments: BrokenObjective.Fault.allCases)
  func objectives(_ fault: BrokenObjective.Fault) async throws {
    let laws = Laws.ofObjective(BrokenObjective(fault: fault))
    let name =
      switch fault {
      case .hasTheWrongSign: "the loss is not lower where a target's score falls"
      case .forgetsANegative: "each negative counts, and nothing else beside the target"
      case .weighsByPlace: "the order of questions changes nothing"
      case .knowsTheScore: "however a score is computed, its loss is the same"
      }
    try await expect(name, isBrokenIn: laws)
  }

  @Test(arguments: BrokenSession.Fault.allCases)
  func sessions(_ fault: BrokenSession.Fault) async throws {
    let laws = Laws.ofLiveRecommender { BrokenSession(fault, after: $0) }
    let name =
      switch fault {
      case .forgetsWhatIsSeen: "recommendations are the best unseen items in order"
      case .forgetsNewUsers: "items beyond training can be observed"
      case .scoresTheFirstOnly: "users scored together are scored as alone"
      case .scoresNaN: "items beyond training can be observed"
      case .favoursLaterItems: "items' numbers change nothing"
      case .dropsObservations: "observing is beginning later"
      }
    try await expect(name, isBrokenIn: laws)
  }

  @Test func whatLearnsFromOthersMustSaySo() async throws {
    try await expect(
      "an event changes its user's scores alone",
      isBrokenIn: Laws.ofLiveRecommender { Popularity(after: $0) })
  }

  @Test(arguments: BrokenEstimator.Fault.allCases)
  func estimators(_ fault: BrokenEstimator.Fault) async throws {
    let name =
      switch fault {
      case .countsThreads: "a second fit and any number of threads give the same bits"
      case .isWide: "weights have the paths and shapes of the parameters"
      }
    try await expect(name, isBrokenIn: Laws.ofEstimator(BrokenEstimator(fault: fault)))
  }

  @Test(arguments: BrokenModel.Fault.allCases)
  func models(_ fault: BrokenModel.Fault) async throws {
    let laws = Laws.ofModel {
      try BrokenModel(fault, itemCount: $0.itemCount)
    } live: { trained, log in
      Trained(trained.model.whole, weights: trained.weights).live(after: log)
    }
    let name =
      switch fault {
      case .climbs: "steps along the gradient lower the loss"
      case .hasAnIdleParameter: "every parameter is used"
      case .drawsOnItsOwn: "the same seed gives the same bits"
      case .forgetsTheSeed: "another seed gives other bits"
      case .countsEpochsItself: "stopped at any step and resumed, it ends with the same bits"
      }
    try await expect(name, isBrokenIn: laws)
  }
}
