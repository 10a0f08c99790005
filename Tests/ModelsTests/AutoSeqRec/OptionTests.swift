import SeqRec
import Testing

/// What departs from the paper, each against its definition.
@Suite struct OptionTests {
  /// One departure each, and all together.
  static let departures: [AutoSeqRec.Options] = {
    func options(_ change: (inout AutoSeqRec.Options) -> Void) -> AutoSeqRec.Options {
      var options = AutoSeqRec.Options()
      change(&options)
      return options
    }
    return [
      options { $0.reconstruction = .crossEntropy },
      options { $0.countExponent = 0.5 },
      options { $0.countExponent = 1 },
      options { $0.recentItems = 3 },
      options { ($0.recentItems, $0.memory) = (5, 1) },
      options { $0.twoHopFactors = .sum },
      options { $0.twoHopFactors = .state },
      options { $0.twoHopFactors = .user },
      options { $0.multiHopWeight = 0.1 },
      options { ($0.multiHopWeight, $0.hops) = (0.2, 5) },
      options { $0.transitionWeight = 0.1 },
      options { ($0.trendWeight, $0.trendHalfLife) = (0.2, 7) },
      .tuned,
      {
        var options = AutoSeqRec.Options.tuned
        options.multiHopWeight = 0.1
        options.recentItems = 4
        options.trendHalfLife = 20
        return options
      }(),
    ]
  }()

  /// Each event scored before it is observed; users and items that the model does not know come along.
  @Test(arguments: departures.indices)
  func scoresEqualTheDefinitionAtEveryEvent(_ index: Int) {
    for number in 0..<6 {
      let records = randomRecords(number, events: 40)
      let cut = 8 * number
      let known = InteractionLog(records.prefix(cut))
      let events = Array(InteractionLog(records).events)
      let trained = randomModel(
        itemCount: max(known.itemCount, 1), seed: number, options: Self.departures[index])
      var live = trained.live(after: known)
      for (place, event) in events.enumerated().dropFirst(cut) {
        let naive = NaiveAutoSeqRec(trained, itemCount: live.itemCount)
        for user in [event.user, (event.user + 1) % 9] {
          #expect(
            isClose(
              live.scores(of: user).elements,
              to: naive.scores(of: user, after: Array(events.prefix(place))), relative: 1e-5),
            "\(number), event \(place), user \(user)")
        }
        live.observe(event)
      }
    }
  }

  @Test(arguments: departures.indices)
  func whatGrewAndWhatIsRebuiltAgree(_ index: Int) {
    for number in 0..<10 {
      let records = randomRecords(number, events: 80)
      let known = InteractionLog(records.prefix(30))
      let whole = InteractionLog(records)
      let trained = randomModel(
        itemCount: known.itemCount, seed: number, options: Self.departures[index])
      var live = trained.live(after: known)
      for event in whole.events.dropFirst(30) { live.observe(event) }
      let later = trained.live(after: whole)
      for user in 0..<9 {
        let grown = live.scores(of: user)
        #expect(
          isClose(
            grown.elements, to: later.scores(of: user).elements.map(Double.init),
            relative: 1e-4), "\(number), user \(user)")
      }
    }
  }

  /// The loss of distributions and of damped counts, every parameter, against 5-point differences.
  @Test(arguments: AutoSeqRec.Kind.allCases)
  func theLossOfDistributionsHasTheseGradients(_ kind: AutoSeqRec.Kind) {
    let log = smallLog(users: 9, items: 8, eventsPerUser: 5)
    let model = AutoSeqRec(itemCount: log.itemCount, width: 4, options: .tuned)
    let data = model.dataset(of: log)
    let start = Weights<Float>(model.parameters, seed: Seed(3))
    let weights = Weights<Double>(
      model.parameters.map {
        ($0.path, Tensor(start[$0].elements.map { Double($0) }, shape: $0.shape))
      })
    let batch = model.batches(of: data, size: 5, epoch: 0, seed: Seed(1)).first { $0.kind == kind }
    guard let batch else { return #expect(Bool(false), "a batch of \(kind)") }
    expectGradients(of: model.parameters, at: weights, seed: Seed(4)) {
      model.loss(of: batch, in: data, on: &$0)
    }
  }

  /// The loss by its definition: mean over rows of the entropy of the row's shares under a softmax.
  @Test func theLossOfDistributionsIsTheirCrossEntropy() {
    let log = smallLog(users: 9, items: 8, eventsPerUser: 5)
    let trained = randomModel(itemCount: log.itemCount, options: .tuned)
    let data = trained.model.dataset(of: log)
    let rows = [0, 2, 3]
    var tape = Tape(trained.weights)
    let found = tape[
      trained.model.loss(of: .init(.collaborative, rows: rows), in: data, on: &tape)
    ].scalar
    let naive = NaiveAutoSeqRec(trained, itemCount: log.itemCount)
    var expected = 0.0
    for user in rows {
      let own = Array(log.events)
      let prediction = naive.terms(of: user, after: own)[.longTerm] ?? []
      let items = Set(own.filter { $0.user == user }.map(\.item))
      for item in items { expected -= logarithm(prediction[item]) / Double(items.count) }
    }
    #expect(abs(Double(found) - expected / 3) < 1e-5)
  }

  @Test func anEmptyRowIsNoDistribution() {
    let log = InteractionLog(
      [("a", "x"), ("a", "y"), ("b", "z")].map { (user: $0, item: $1, timestamp: 0.0) })
    let model = AutoSeqRec(itemCount: 3, width: 2, options: .tuned)
    let batches = model.batches(
      of: model.dataset(of: log), size: 1, epoch: 0, seed: Seed(0))
    func rows(_ kind: AutoSeqRec.Kind) -> [Int] {
      batches.filter { $0.kind == kind }.flatMap { $0.rows }.sorted()
    }
    #expect(rows(.collaborative) == [0, 1])
    #expect(rows(.source) == [0] && rows(.target) == [1])
  }

  /// In a live session, as tables, and as an encoder of histories: the same embeddings.
  @Test func dampedEmbeddingsAreTheSameEverywhere() {
    let log = smallLog(users: 12, items: 10, eventsPerUser: 6)
    let trained = randomModel(itemCount: log.itemCount, options: .tuned)
    let embeddings = trained.embeddings(of: log)
    let live = trained.live(after: log)
    let histories = UserHistories(after: log)
    for user in 0..<log.userCount {
      var tape = Tape<Float>(Weights(embeddings.collaborative.parameters, seed: Seed(0)))
      let sequences = SequenceBatch(
        [histories.history(of: user)], window: 1, questions: .lastPosition)
      let encoded = tape[embeddings.collaborative.rows(in: sequences, on: &tape)]
      var context = Tape(trained.weights)
      guard let own = live.context(of: user, on: &context).user else {
        return #expect(Bool(false), "an embedding of user \(user)")
      }
      #expect(isClose(context[own].elements, to: encoded.elements.map(Double.init), relative: 1e-5))
    }
  }

  /// As they are after a stream, with users and items that came along.
  @Test(arguments: [AutoSeqRec.Options(), .tuned])
  func embeddingsOfASessionAreThoseOfTheLog(_ options: AutoSeqRec.Options) {
    let records = randomRecords(2, events: 80)
    let known = InteractionLog(records.prefix(40))
    let whole = InteractionLog(records)
    let trained = randomModel(itemCount: known.itemCount, options: options)
    var live = trained.live(after: known)
    for event in whole.events.dropFirst(40) { live.observe(event) }
    let found = live.embeddings()
    let expected = trained.live(after: whole).embeddings()
    for (found, expected) in [
      (found.collaborative, expected.collaborative), (found.source, expected.source),
      (found.target, expected.target),
    ] {
      #expect(found.shape == expected.shape && found.rows > 0)
      #expect(isClose(found.elements, to: expected.elements.map(Double.init), relative: 1e-4))
    }
  }

  /// The tables for other models hold the rows that training encodes.
  @Test(arguments: [AutoSeqRec.Options(), .tuned])
  func tablesOfItemsAreWhatTrainingEncodes(_ options: AutoSeqRec.Options) {
    let log = InteractionLog(randomRecords(2, events: 80))
    let trained = randomModel(itemCount: log.itemCount, options: options)
    let (data, embeddings) = (trained.model.dataset(of: log), trained.embeddings(of: log))
    for (table, kind) in [
      (embeddings.source, AutoSeqRec.Kind.source), (embeddings.target, .target),
    ] {
      var tape = Tape(Weights<Float>(table.parameters, seed: Seed(0)))
      let found = tape[table.table(on: &tape)]
      let rows = data.matrix(kind).dividingRows(bySumToThe: options.countExponent)
      var training = Tape(trained.weights)
      let encoded = training[trained.model.encoder.encode(rows, on: &training)]
      #expect(found.shape == encoded.shape && found.rows > 0)
      #expect(isClose(found.elements, to: encoded.elements.map(Double.init), relative: 1e-5))
    }
  }

  @Test func trainingOfDistributionsDoesNotDependOnThreads() throws {
    let log = smallLog(users: 80, items: 70, eventsPerUser: 12)
    let model = AutoSeqRec(itemCount: log.itemCount, width: 16, options: .tuned)
    let digests = try [1, 2, 8].map {
      try Trainer(.adam(rate: 1e-3), epochs: 2, workers: Workers($0)).fit(model, on: log)
        .weights.digest
    }
    #expect(Set(digests).count == 1)
  }
}
