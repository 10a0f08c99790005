import SeqRec
import Testing

/// What does not fit is refused when a composition is made, in words.
@Suite struct CompositionErrorTests {
  private static let items = LearnedItems(count: 10, width: 8)

  private static func compose(
    _ score: some ScoreFunction, items: some ItemEncoder = items,
    sequence: some SequenceModel = MeanOfItems(width: 8), window: Int? = nil
  ) throws -> [Parameter] {
    try SequentialRecommender(
      items: items, sequence: sequence, score: score, objective: BinaryCrossEntropy(),
      maxLength: window
    ).parameters
  }

  private static func compose(
    _ score: some ScoreFunction, user: some UserEncoder
  ) throws -> [Parameter] {
    try SequentialRecommender(
      items: items, sequence: MeanOfItems(width: 8), score: score, user: user,
      objective: BinaryCrossEntropy()
    ).parameters
  }

  private static func table(_ count: Int, _ width: Int) -> LearnedItems {
    LearnedItems(count: count, width: width, path: "targets")
  }

  private static func decoder(_ inputs: Int, _ outputs: Int) -> Linear {
    Linear("decoder", inputs: inputs, outputs: outputs)
  }

  private func expect(
    _ message: String, at location: SourceLocation = #_sourceLocation,
    _ make: () throws -> [Parameter]
  ) {
    let error = #expect(throws: CompositionError.self, sourceLocation: location) {
      _ = try make()
    }
    #expect(error?.description == message, sourceLocation: location)
  }

  @Test func widths() {
    expect("the items: expected a width of 8, found 4") {
      try Self.compose(DotScore(), items: Self.table(10, 4))
    }
    expect("the targets of DotScore: expected a width of 8, found 4") {
      try Self.compose(DotScore(to: Self.table(10, 4)))
    }
    expect("the targets of DotScore: expected a width of 6, found 8") {
      try Self.compose(DotScore(), sequence: GatedRecurrence(inputWidth: 8, width: 6))
    }
    expect("the targets of TwoHopScore: expected a width of 8, found 4") {
      try Self.compose(TwoHopScore(to: Self.table(10, 4)))
    }
    expect("the users of TwoHopScore: expected a width of 8, found 4") {
      try Self.compose(TwoHopScore(to: Self.items), user: IDUserEncoder(count: 3, width: 4))
    }
    expect("decoder.weight: expected a width of 8, found 4") {
      try Self.compose(DecodedRow(Self.decoder(4, 10), .relu, of: .state))
    }
  }

  @Test func sizesThatCannotBe() {
    expect("expected a window of at least 1 item, found 0") {
      try Self.compose(DotScore(), window: 0)
    }
    expect("expected a window of at least 1 item, found 0") {
      try SASRec(items: Self.items, score: DotScore(), maxLength: 0).parameters
    }
    expect("0 heads cannot share a width of 8 evenly") {
      try SASRec(items: Self.items, score: DotScore(), heads: 0).parameters
    }
    expect("3 heads cannot share a width of 8 evenly") {
      try SASRec(items: Self.items, score: DotScore(), heads: 3).parameters
    }
  }

  @Test func numbersOutOfTheirRange() {
    expect("blocks: expected 0 or more, found -1") {
      try SASRec(items: Self.items, score: DotScore(), blocks: -1).parameters
    }
    expect("dropout: expected 0 or more and below 1, found 1.0") {
      try SASRec(items: Self.items, score: DotScore(), dropout: 1).parameters
    }
    expect("dropout: expected 0 or more and below 1, found nan") {
      try SASRec(items: Self.items, score: DotScore(), dropout: .nan).parameters
    }
  }

  @Test func sumsOfNothing() {
    func sum(_ terms: (String, Double)...) -> WeightedSum {
      WeightedSum(terms.map { .init($0.0, weight: $0.1, DotScore()) })
    }
    expect(#"the terms of WeightedSum: expected names that differ, found ["a", "a"]"#) {
      try Self.compose(sum(("a", 1), ("a", 1)))
    }
    for (terms, found) in [
      (sum(), "[]"), (sum(("a", .nan)), "[nan]"), (sum(("a", 0), ("b", 0)), "[0.0, 0.0]"),
    ] {
      expect(
        "the weights of WeightedSum: expected finite numbers, one of them not 0, found \(found)"
      ) { try Self.compose(terms) }
    }
  }

  /// Its parameters would never move, and newcomers would be refused for nothing.
  @Test func aUserThatNobodyReads() throws {
    let users = IDUserEncoder(count: 3, width: 8)
    let message =
      "no piece of this composition reads the user's embedding; leave out IDUserEncoder, or take a score "
      + "that does"
    expect(message) { try Self.compose(DotScore(), user: users) }
    expect(message) {
      try Self.compose(WeightedSum([.init("dot", weight: 1, DotScore())]), user: users)
    }
    let sum = WeightedSum([
      .init("dot", weight: 1, DotScore()), .init("two-hop", weight: 1, TwoHopScore()),
    ])
    #expect(try !Self.compose(sum, user: users).isEmpty)
  }

  @Test func itemCounts() {
    expect("the targets of DotScore: expected 10 items, found 9") {
      try Self.compose(DotScore(to: Self.table(9, 8)))
    }
    expect("the targets of TwoHopScore: expected 10 items, found 9") {
      try Self.compose(TwoHopScore(to: Self.table(9, 8)))
    }
    expect("score.bias: expected 10 items, found 9") { try Self.compose(DotScore(biasOf: 9)) }
    expect("CollaborativeUserEncoder: expected 10 items, found 9") {
      let users = CollaborativeUserEncoder(
        itemTable: Tensor(zeros: [9, 8]), bias: Tensor(zeros: [8]))
      return try Self.compose(TwoHopScore(), user: users)
    }
    expect("decoder.weight: expected 10 items, found 9") {
      try Self.compose(DecodedRow(Self.decoder(8, 9), .relu, of: .state))
    }
  }

  @Test func windows() throws {
    let sequence = CausalSelfAttention(width: 8)
    expect("a window of 60 items for a sequence model that reads at most 50") {
      try Self.compose(DotScore(), sequence: sequence, window: 60)
    }
    #expect(try !Self.compose(DotScore(), sequence: sequence, window: 50).isEmpty)
    #expect(try !Self.compose(DotScore(), sequence: LastItem(width: 8), window: 60).isEmpty)
  }

  @Test func missingParts() throws {
    let ofUser = DecodedRow(Self.decoder(8, 10), .sigmoid, of: .user)
    let message = "DecodedRow reads the user's embedding, which this composition does not make"
    expect(message) { try Self.compose(ofUser) }
    expect(message) { try Self.compose(WeightedSum([.init("long-term", weight: 1, ofUser)])) }
    #expect(try !Self.compose(ofUser, user: IDUserEncoder(count: 3, width: 8)).isEmpty)
    expect("decoder.weight: expected a width of 4, found 8") {
      try Self.compose(ofUser, user: IDUserEncoder(count: 3, width: 4))
    }
    expect("DotScore reads the state, which this composition does not make") {
      try CompositionSizes(itemCount: 10).check(DotScore())
      return []
    }
    expect("DotScore reads the model's items, which this composition does not make") {
      try CompositionSizes(itemCount: 10, stateWidth: 8).check(DotScore())
      return []
    }
    expect("ReadsUsers reads the user's embedding, which this composition does not make") {
      try Self.compose(DotScore(), sequence: ReadsUsers())
    }
  }

  @Test func paths() {
    let message =
      "two different parameters are called items.weight; give one of the pieces another path"
    expect(message) {
      try Self.compose(DotScore(to: LearnedItems(count: 10, width: 8, initializer: .zeros)))
    }
    expect(message) {
      try Self.compose(TwoHopScore(), user: IDUserEncoder(count: 3, width: 8, path: "items"))
    }
  }

  @Test func whatIsNamedTwiceIsThereOnce() throws {
    func paths(_ score: some ScoreFunction) throws -> [String] {
      try Self.compose(score).map(\.path)
    }
    #expect(try paths(DotScore()) == ["items.weight"])
    #expect(try paths(DotScore(to: Self.items)) == ["items.weight"])
    #expect(try paths(DotScore(to: Self.table(10, 8))) == ["items.weight", "targets.weight"])
    let twice = WeightedSum([
      .init("a", weight: 1, TwoHopScore(to: Self.table(10, 8))),
      .init("b", weight: 1, DotScore(to: Self.table(10, 8))),
    ])
    #expect(try paths(twice) == ["items.weight", "targets.weight"])
    let users = IDUserEncoder(count: 3, width: 8)
    #expect(
      try Self.compose(TwoHopScore(), user: users).map(\.path) == ["items.weight", "users.weight"])
  }

  /// A table used as input and as target gets the sum of both uses' gradients, either way it is tied.
  @Test func tiedOneWayOrTheOtherIsTheSame() throws {
    let log = randomLog(users: 6, items: 10, events: 60)
    let trainer = Trainer(.adam(rate: 1e-2), epochs: 2, batchSize: 4, seed: 1)
    func weights(_ score: DotScore) throws -> Weights<Float> {
      let model = try SequentialRecommender(
        items: Self.items, sequence: MeanOfItems(width: 8), score: score,
        objective: BinaryCrossEntropy())
      return try trainer.fit(model, on: log).weights
    }
    #expect(try weights(DotScore()) == weights(DotScore(to: Self.items)))
  }
}

/// Cannot do without a user.
private struct ReadsUsers: SequenceModel {
  let width = 8
  var inputWidth: Int { 8 }
  var userWidth: Int? { 8 }
  var maxLength: Int? { nil }
  var parameters: [Parameter] { [] }

  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable { inputs }
}
