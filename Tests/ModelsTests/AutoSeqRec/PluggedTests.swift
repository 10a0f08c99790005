import SeqRec
import Testing

/// AutoSeqRec's embeddings in other models: tables that follow a stream, their scales, and training together.
@Suite struct PluggedTests {
  private static func options(_ countExponent: Double) -> AutoSeqRec.Options {
    var options = AutoSeqRec.Options()
    options.countExponent = countExponent
    return options
  }

  @Test(arguments: [0, 0.5]) func followedTablesAreThoseOfAllThatHappened(
    _ countExponent: Double
  ) throws {
    for number in 0..<20 {
      let log = InteractionLog(randomRecords(number, events: 60))
      let half = log.split(.byTime(train: 0.5, validation: 0.1)).train
      let autoSeqRec = randomModel(
        itemCount: log.itemCount, seed: number, options: Self.options(countExponent))
      func embeddings(_ log: InteractionLog) -> AutoSeqRecEmbeddings {
        autoSeqRec.embeddings(of: log).scaled(source: 0.5, target: 3)
      }
      let before = embeddings(half)
      let (source, target) = (LiveItems(.source, of: before), LiveItems(.target, of: before))
      let model = try SASRec(items: source, score: TwoHopScore(to: target), maxLength: 4)
      var live = Trained(model, weights: Weights(model.parameters, seed: Seed(1)))
        .live(after: half, following: [source, target])
      for event in log.events.dropFirst(half.count) { live.observe(event) }
      let after = embeddings(log)
      for (name, expected) in [("source", after.source), ("target", after.target)] {
        let found = try #require(live.weights["\(name).weight"])
        let largest = zip(found.elements, expected.values.elements)
          .map { abs($0 - $1) / max(1, $1) }.max()
        #expect(try #require(largest) < 1e-5, "\(name) of log \(number)")
      }
    }
  }

  @Test func withoutAFollowerTablesStay() throws {
    let log = InteractionLog(randomRecords(3, events: 60))
    let items = LiveItems(.source, of: randomModel(itemCount: log.itemCount).embeddings(of: log))
    let model = try SASRec(items: items, score: DotScore(), maxLength: 4)
    let weights = Weights<Float>(model.parameters, seed: Seed(1))
    var live = Trained(model, weights: weights).live(after: log)
    for event in log.events { live.observe(event) }
    #expect(live.weights == weights)
  }

  @Test(arguments: [1, 2.5]) func scalesAreThoseOfLearnedTables(_ inputScale: Double) {
    let log = smallLog()
    let embeddings = randomModel(itemCount: log.itemCount + 2).embeddings(of: log)
    let scaled = embeddings.inScaleOfLearnedItems(after: log, inputScale: inputScale)
    let beginning = (2 / Double(log.itemCount + 2 + 1 + 6)).squareRoot()
    // The last two items have no events.
    let met = scaled.source.values.elements.prefix(log.itemCount * 6)
    #expect(abs(rootMeanSquare(met) / (inputScale * beginning) - 1) < 1e-5)
    #expect(abs(rootMeanSquare(scaled.target.values.elements[...]) / beginning - 1) < 1e-5)
    let users = scaled.collaborative.rows(of: UserHistories(after: log))
    #expect(users.rows == log.userCount)
    #expect(abs(rootMeanSquare(users.elements[...]) - 1) < 1e-5)
  }

  @Test func embeddingsOfNothingKeepTheirScale() {
    let log = smallLog()
    let model = AutoSeqRec(itemCount: log.itemCount, width: 6)
    let zeros = Weights(model.parameters.map { ($0.path, Tensor<Float>(zeros: $0.shape)) })
    let scaled = Trained(model, weights: zeros).embeddings(of: log)
      .inScaleOfLearnedItems(after: log, inputScale: 1)
    #expect(scaled.source.values.elements.allSatisfy { $0 == 0 })
    #expect(scaled.target.values.elements.allSatisfy { $0 == 0 })
  }

  @Test func usersThatAreOneMakeVariant2Variant1() throws {
    let log = smallLog()
    let embeddings = randomModel(itemCount: log.itemCount).embeddings(of: log)
    let ones = IDUserEncoder(
      count: log.userCount, width: 6, initializer: .constant(1), isFrozen: true)
    func scores(_ user: IDUserEncoder?) throws -> [Tensor<Float>] {
      let model = try SASRec(
        items: WarmItems(embeddings.source), score: TwoHopScore(to: WarmItems(embeddings.target)),
        user: user, maxLength: 8)
      let live = try Trainer(.sasRec, epochs: 2, batchSize: 16, seed: 1).fit(model, on: log)
        .live(after: log)
      return (0..<log.userCount).map { live.scores(of: $0) }
    }
    let (first, second) = try (scores(nil), scores(ones))
    for (one, two) in zip(first, second) { #expect(one.hasSameBits(as: two)) }
  }

  @Test func trainedTogetherTheLossIsTheSum() throws {
    let log = smallLog()
    let autoSeqRec = AutoSeqRec(
      itemCount: log.itemCount, width: 6, options: Self.options(0))
    func items(_ side: TransitionItems.Side) -> TransitionItems {
      TransitionItems(side, of: log, encoder: autoSeqRec.encoder)
    }
    let sasRec = try SASRec(
      items: items(.source), score: TwoHopScore(to: items(.target)),
      user: CollaborativeUserEncoder(sharing: autoSeqRec.encoder), maxLength: 8, dropout: 0)
    let joint = try JointModel(sasRec, autoSeqRec, secondWeight: 0.25)
    #expect(
      Set(joint.parameters.map(\.path))
        == Set((sasRec.parameters + autoSeqRec.parameters).map(\.path)))
    #expect(Set(joint.parameters.map(\.path)).count == joint.parameters.count)

    let data = joint.dataset(of: log)
    let batches = joint.batches(of: data, size: 16, epoch: 1, seed: Seed(3))
    let weights = Weights<Double>(joint.parameters, seed: Seed(2))
    func value<M: TrainableModel>(
      _ model: M, _ batch: M.Batch, _ data: M.Dataset
    ) -> Double {
      var tape = Tape(weights)
      let loss = model.loss(of: batch, in: data, on: &tape)
      return tape[loss].elements[0]
    }
    let others = autoSeqRec.batches(
      of: autoSeqRec.dataset(of: log), size: 16, epoch: 1, seed: Seed(3).child("second"))
    #expect(batches.flatMap(\.second).map(\.rows) == others.map(\.rows))
    #expect(!others.isEmpty && batches.contains { $0.second.count > 1 })
    for batch in batches {
      let second =
        batch.second.map { value(autoSeqRec, $0, data.second) }.reduce(0, +)
        / Double(max(batch.second.count, 1))
      let expected = value(sasRec, batch.first, data.first) + 0.25 * second
      #expect(abs(value(joint, batch, data) - expected) < 1e-12)
    }
  }

  @Test func eachOfTwoThatWereTrainedTogetherHasItsNumbers() throws {
    let log = smallLog()
    let autoSeqRec = AutoSeqRec(itemCount: log.itemCount, width: 6)
    let sasRec = try SASRec(
      items: TransitionItems(.source, of: log, encoder: autoSeqRec.encoder), score: DotScore(),
      maxLength: 8)
    let trained = try Trainer(.adam(rate: 1e-2), epochs: 1, batchSize: 16, seed: 1)
      .fit(JointModel(sasRec, autoSeqRec), on: log)
    let (first, second) = (trained.first(), trained.second())
    #expect(first.weights.paths == sasRec.parameters.map(\.path))
    #expect(second.weights.paths == autoSeqRec.parameters.map(\.path))
    for part in [first.weights, second.weights] {
      for path in part.paths { #expect(part[path] == trained.weights[path]) }
    }
    // Both losses have moved what both read.
    let beginning = Weights<Float>(trained.model.parameters, seed: Seed(1).child("weights"))
    #expect(trained.weights["encoder.weight"] != beginning["encoder.weight"])
  }

  @Test func differentParametersOfOnePathAreRefused() throws {
    let first = AutoSeqRec(itemCount: 5, width: 4)
    #expect(throws: CompositionError.self) { try JointModel(first, AutoSeqRec(itemCount: 6)) }
  }

  private func rootMeanSquare(_ values: some Collection<Float>) -> Double {
    (values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
  }
}
