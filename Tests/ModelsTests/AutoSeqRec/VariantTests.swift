import SeqRec
import Testing

/// Several weightings of one training are measured like models of their own.
@Suite struct VariantTests {
  private let log = smallLog(users: 40, items: 30, eventsPerUser: 10)

  private static let options: [AutoSeqRec.Options] = [
    (0.6, 0.2), (0, 0), (1, 0), (0, 1), (0.1, 0.7), (0.3, 0.3),
  ].map { lambda1, lambda2 in
    var options = AutoSeqRec.Options()
    options.lambda1 = lambda1
    options.lambda2 = lambda2
    return options
  }

  private func models(after log: InteractionLog) -> [Trained<AutoSeqRec>] {
    Self.options.map { randomModel(itemCount: log.itemCount, options: $0) }
  }

  @Test(arguments: [1, 3]) func scoresHaveTheBitsOfSeparateModels(workers: Int) throws {
    let split = log.split(.byTime(train: 0.7, validation: 0.2))
    let models = models(after: split.train)
    var variants = models[0].variants(
      Self.options, after: split.train, workers: Workers(workers))
    #expect(variants.variantCount == Self.options.count)
    var scores = Tensor<Float>(zeros: [variants.variantCount, variants.itemCount])
    for event in split.validation.events { variants.observe(event) }
    for user in 0..<5 {
      variants.score(Question(of: user), into: &scores)
      for (row, model) in models.enumerated() {
        var live = model.live(after: split.train)
        for event in split.validation.events { live.observe(event) }
        var own = Tensor<Float>(zeros: [1, live.itemCount])
        live.score([Question(of: user)], into: &own)
        let found = (0..<own.columns).map { scores[row, $0].bitPattern }
        #expect(found == own.elements.map(\.bitPattern), "variant \(row), user \(user)")
      }
    }
  }

  @Test(arguments: SeenItems.allCases)
  func replayedMetricsAreThoseOfSeparateModels(_ seen: SeenItems) throws {
    let split = log.split(.byTime(train: 0.7, validation: 0.2))
    let models = models(after: split.train)
    var variants = models[0].variants(Self.options, after: split.train)
    let found = try FutureInteraction.metrics(
      of: &variants, on: split.validation, after: split.train, seen: seen, cutoffs: [5])
    let expected = try models.map { model in
      var live = model.live(after: split.train)
      return try FutureInteraction.replay(
        split.validation, after: split.train, scoring: &live
      ).metrics(seen: seen, cutoffs: [5])
    }
    #expect(found == expected)
    #expect(Set(found.map(\.mrr)).count > 3)
  }

  /// Every third event is ranked, and all are observed.
  @Test func someEventsStandForAll() throws {
    let split = log.split(.byTime(train: 0.7, validation: 0.2))
    let models = models(after: split.train)
    var variants = models[0].variants(Self.options, after: split.train)
    let most = (split.validation.count + 2) / 3
    let found = try FutureInteraction.metrics(
      of: &variants, on: split.validation, after: split.train, seen: .filtered,
      rankingAtMost: most)
    let expected = try models.map { model in
      var live = model.live(after: split.train)
      let ranks = try FutureInteraction.replay(
        split.validation, after: split.train, scoring: &live
      ).ranks(seen: .filtered).map(\.pessimistic)
      return RankingMetrics(
        ranks: ranks.indices.filter { $0 % 3 == 0 }.map { ranks[$0] })
    }
    #expect(found == expected && found[0].count == most)
  }

  /// Terms that only some of the variants weigh.
  @Test func variantsMayHaveFurtherTerms() throws {
    let split = log.split(.byTime(train: 0.7, validation: 0.2))
    let options: [AutoSeqRec.Options] = [(0.2, 0.3, 0), (0.4, 0, 0.6), (0, 0, 0)].map {
      var options = AutoSeqRec.Options.tuned
      (options.lambda1, options.lambda2) = (0.1, 0.2)
      (options.transitionWeight, options.trendWeight, options.multiHopWeight) = $0
      options.lambda1 = $0.2 > 0 ? 0 : 0.1
      options.lambda2 = $0.2 > 0 ? 0 : 0.2
      return options
    }
    let models = options.map { randomModel(itemCount: split.train.itemCount, options: $0) }
    var variants = models[0].variants(options, after: split.train)
    let found = try FutureInteraction.metrics(
      of: &variants, on: split.validation, after: split.train, seen: .filtered)
    for (model, metrics) in zip(models, found) {
      var live = model.live(after: split.train)
      let own = try FutureInteraction.replay(
        split.validation, after: split.train, scoring: &live)
      #expect(own.metrics(seen: .filtered) == metrics)
    }
    #expect(Set(found.map(\.mrr)).count == 3)
  }

  @Test(arguments: [CandidateSet.sampled(7), .sampled(4), .full, .unfiltered])
  func soIsLeaveOneOut(_ candidates: CandidateSet) throws {
    let split = log.split(.leaveOneOut)
    let models = models(after: split.train)
    let evaluation = LeaveOneOut(split, negatives: [4, 7], seed: 3)
    let found = try evaluation.validationMetrics(
      of: models[0].variants(Self.options, after: split.train), among: candidates)
    let expected = try models.map {
      try evaluation.validate($0.live(after: split.train)).metrics(candidates, cutoffs: [10])
    }
    #expect(found == expected)
  }
}
