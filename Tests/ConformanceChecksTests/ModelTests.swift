import ConformanceChecks
import SeqRec
import Testing

/// The models that are more than a composition, and those that only count.
@Suite struct ModelTests {
  @Test(
    arguments: Laws.ofModel(traits: .learnsFromOthers) {
      AutoSeqRec(itemCount: $0.itemCount, width: 4)
    } live: {
      $0.live(after: $1)
    })
  func autoSeqRec(_ law: Law) async throws { #expect(try await law.violations() == []) }

  /// Without the trend, which is of the order that different users' events come in.
  private static let distributions: AutoSeqRec.Options = {
    var options = AutoSeqRec.Options.tuned
    options.trendWeight = 0
    return options
  }()

  @Test(
    arguments: Laws.ofModel(traits: .learnsFromOthers) {
      AutoSeqRec(itemCount: $0.itemCount, width: 4, options: distributions)
    } live: {
      $0.live(after: $1)
    })
  func autoSeqRecOfDistributions(_ law: Law) async throws {
    #expect(try await law.violations() == [])
  }

  @Test(
    arguments: Laws.ofModel {
      try SASRec(
        items: LearnedItems(count: $0.itemCount, width: 4), score: DotScore(), heads: 2,
        maxLength: 6)
    })
  func sasRec(_ law: Law) async throws { #expect(try await law.violations() == []) }

  /// An encoder whose numbers come from nowhere.
  private static func embeddings(of log: InteractionLog) -> AutoSeqRecEmbeddings {
    let model = AutoSeqRec(itemCount: log.itemCount, width: 4)
    return Trained(model, weights: Weights(model.parameters, seed: Seed(5))).embeddings(of: log)
  }

  @Test(
    arguments: Laws.ofModel(name: "SASRec between tables that follow", traits: .learnsFromOthers) {
      let embeddings = embeddings(of: $0)
      return try SASRec(
        items: LiveItems(.source, of: embeddings),
        score: TwoHopScore(to: LiveItems(.target, of: embeddings)),
        user: embeddings.collaborative, maxLength: 6)
    } live: {
      let pieces = [$0.model.items, $0.model.score.items].compactMap { $0 as? any FollowedPiece }
      return $0.live(after: $1, following: pieces)
    })
  func sasRecBetweenTablesThatFollow(_ law: Law) async throws {
    #expect(try await law.violations() == [])
  }

  @Test(
    arguments: Laws.ofModel(name: "SASRec of summed tables", traits: .learnsFromOthers) {
      let embeddings = embeddings(of: $0)
      let learned = LearnedItems(count: $0.itemCount, width: 4)
      return try SASRec(
        items: SummedItems(learned, LiveItems(.source, of: embeddings)),
        score: DotScore(to: SummedItems(learned, LiveItems(.target, of: embeddings))),
        maxLength: 6)
    } live: {
      let pieces = [$0.model.items, $0.model.score.items].compactMap { $0 as? any FollowedPiece }
      return $0.live(after: $1, following: pieces)
    })
  func sasRecOfSummedTables(_ law: Law) async throws {
    #expect(try await law.violations() == [])
  }

  @Test(
    arguments: Laws.ofModel(name: "a blend with a companion", traits: .learnsFromOthers) {
      let autoSeqRec = AutoSeqRec(itemCount: $0.itemCount, width: 4)
      return try Accompanied(
        SASRec(
          items: LearnedItems(count: $0.itemCount, width: 4), score: DotScore(), maxLength: 6),
        by: ["autoseqrec": Weights(autoSeqRec.parameters, seed: Seed(5))])
    } live: {
      let autoSeqRec = AutoSeqRec(itemCount: $0.model.base.itemCount, width: 4)
      return LiveBlend(
        $0.base().live(after: $1), as: "sasrec", weight: 0.6, scores: .centered,
        Trained(autoSeqRec, weights: $0.companion("autoseqrec")).live(after: $1),
        as: "autoseqrec", weight: 0.4)
    })
  func blend(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofModel(name: "SASRec and AutoSeqRec together") {
      let autoSeqRec = AutoSeqRec(itemCount: $0.itemCount, width: 4)
      let items = TransitionItems(.source, of: $0, encoder: autoSeqRec.encoder)
      return try JointModel(SASRec(items: items, score: DotScore(), maxLength: 6), autoSeqRec)
    } live: {
      $0.first().live(after: $1)
    })
  func together(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofModel(name: "U-AutoRec") {
      AutoRec(.users(itemCount: $0.itemCount), width: 4)
    } live: {
      $0.live(after: $1)
    }
      + Laws.ofModel(name: "U-AutoRec of rectifiers") {
        AutoRec(
          .users(itemCount: $0.itemCount), width: 4, hidden: .relu, output: .sigmoid,
          inputDropout: 0, objective: RowReconstruction(dropout: 0.2))
      } live: {
        $0.live(after: $1)
      })
  func userAutoRec(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofModel(name: "I-AutoRec", traits: [.knowsUsersByID, .learnsFromOthers]) {
      AutoRec(.items(userCount: max($0.userCount, 1)), width: 4)
    } live: {
      $0.live(after: $1)
    })
  func itemAutoRec(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofModel(name: "BPR-MF", traits: .knowsUsersByID) {
      MatrixFactorization(
        userCount: $0.userCount, itemCount: $0.itemCount, width: 4,
        objective: BayesianPersonalizedRanking(negatives: 2),
        penalty: VectorPenalty(users: 0.01, targets: 0.02, negatives: 0.03))
    } live: {
      $0.live(after: $1)
    }
      + Laws.ofModel(name: "softmax factorisation", traits: .knowsUsersByID) {
        MatrixFactorization(
          userCount: $0.userCount, itemCount: $0.itemCount, width: 4,
          objective: SoftmaxCrossEntropy())
      } live: {
        $0.live(after: $1)
      })
  func matrixFactorization(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofModel(name: "GRU4Rec") {
      try GRU4Rec(
        items: LearnedItems(count: $0.itemCount, width: 4), score: DotScore(biasOf: $0.itemCount),
        maxLength: 6, stateDropout: 0.1)
    }
      + Laws.ofModel(name: "GRU4Rec side by side") {
        try GRU4Rec(
          items: LearnedItems(count: $0.itemCount, width: 4), score: DotScore(biasOf: $0.itemCount),
          objective: SampledSoftmaxCrossEntropy(
            drawing: .perBatch(3, exponent: 0.5, withTargets: true), logQ: 1),
          maxLength: 6, stateDropout: 0.1, batching: .sideBySide)
      }
      + Laws.ofModel(
        name: "GRU4Rec by Adagrad",
        trainer: Trainer(.adagrad(rate: 0.05, momentum: 0.3), epochs: 2, batchSize: 4, seed: 1)
      ) {
        try GRU4Rec(
          items: LearnedItems(count: $0.itemCount, width: 4), score: DotScore(biasOf: $0.itemCount),
          objective: BPRMax(drawing: .perBatch(0, exponent: 0, withTargets: true), elu: 0.5),
          maxLength: 6, batching: .sideBySide)
      }
      + Laws.ofModel(name: "GRU4Rec untied") {
        try GRU4Rec(
          items: LearnedItems(count: $0.itemCount, width: 3),
          score: DotScore(to: LearnedItems(count: $0.itemCount, width: 4, path: "targets")),
          objective: BayesianPersonalizedRanking(negatives: 2), width: 4)
      })
  func gru4Rec(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofLiveRecommender(traits: .learnsFromOthers) { Popularity(after: $0) })
  func popularity(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofLiveRecommender(traits: .learnsFromOthers) { OnlineMarkovChain(after: $0) })
  func onlineMarkovChain(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofEstimator(ItemKNN(neighbours: 5, shrink: 1))
      + Laws.ofEstimator(ItemKNN(similarity: .jaccard, weighting: .bm25, halfLife: 2)))
  func itemKNN(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test(
    arguments: Laws.ofEstimator(EASE(lambda: 2))
      + Laws.ofEstimator(EASE(lambda: 2, alpha: 0.5, halfLife: 2)))
  func ease(_ law: Law) async throws { #expect(try await law.violations() == []) }

  @Test func thereAreEnoughLaws() {
    let names = Set(
      (FadingMeanTests.laws + Laws.ofItemEncoder(LearnedItems(count: 3, width: 2))
        + Laws.ofUserEncoder(IDUserEncoder(count: 3, width: 2), itemCount: 3)
        + Laws.ofScore(DotScore(), itemCount: 3, width: 2)
        + Laws.ofObjective(BinaryCrossEntropy())).map(\.name))
    #expect(names.count >= 20)
  }
}
