import SeqRec
import Testing

@Suite struct ItemEncoderTests {
  private let given = FixedItems(matrix(7, 3, 1), name: "source")

  @Test func learnedItemsAreTheirParameter() {
    let items = LearnedItems(count: 7, width: 3)
    #expect(items.itemCount == 7 && items.width == 3)
    #expect(items.parameters.map(\.path) == ["items.weight"])
    let weights = Weights<Double>(items.parameters, seed: Seed(1))
    #expect(value(weights) { items.table(on: &$0) } == weights[items.parameters[0]])
    #expect(LearnedItems(count: 7, width: 3, path: "a").parameters.map(\.path) == ["a.weight"])
  }

  /// Glorot's deviation, within five standard errors.
  @Test func learnedItemsBeginAsWideAsTheySay() {
    let items = LearnedItems(count: 400, width: 100)
    let first = Weights<Double>(items.parameters, seed: Seed(1))[items.parameters[0]].elements
    let variance = dot(first, first) / Double(first.count)
    #expect(abs(variance / (2.0 / 500) - 1) < 5 * (2.0 / Double(first.count)).squareRoot())
  }

  /// Like any parameter they are in a model's file and digest; unlike others they stay as they are.
  @Test func fixedItemsAreAFrozenParameter() {
    #expect(given.itemCount == 7 && given.width == 3)
    #expect(given.parameters.map(\.path) == ["source.weight"] && given.parameters[0].isFrozen)
    let weights = Weights<Float>(given.parameters, seed: Seed(1))
    #expect(value(weights) { given.table(on: &$0) } == given.values)
    let doubled = given.scaled(by: 2)
    #expect(doubled.values.elements == given.values.elements.map { 2 * $0 })
    #expect(doubled.name == "source")
  }

  @Test func fixedItemsHaveNoGradientAndWarmOnesDo() {
    func moved(_ items: some ItemEncoder) -> Tensor<Double>? {
      let other = Parameter("other", shape: [7, 3], initializer: .constant(2))
      let weights = Weights<Double>(items.parameters + [other], seed: Seed(1))
      var tape = Tape(weights)
      let table = items.table(on: &tape)
      let product = tape.product(table, tape.parameter(other))
      let gradients = tape.backward(
        from: product, adjoint: Tensor(repeating: 1, shape: [7, 3]))
      return gradients.gradient(of: items.parameters[0], in: weights)
    }
    #expect(moved(given) == nil)
    #expect(moved(WarmItems(given)) == Tensor(repeating: 2, shape: [7, 3]))
  }

  @Test(arguments: [1, 2]) func warmItemsBeginWithTheNumbers(_ seed: UInt64) {
    let items = WarmItems(given)
    #expect(items.itemCount == 7 && items.width == 3)
    #expect(items.parameters.map(\.path) == ["source.weight"])
    let weights = Weights<Float>(items.parameters, seed: Seed(seed))
    #expect(value(weights) { items.table(on: &$0) } == given.values)
    #expect(WarmItems(given, path: "mine").parameters.map(\.path) == ["mine.weight"])
  }

  /// `relu(be + sum_j T[i, j] We[j])`, with T counted by hand; for targets T transposed.
  @Test(arguments: TransitionItems.Side.allCases)
  func transitionItemsAreEncodedRowsOfT(_ side: TransitionItems.Side) {
    let (count, width) = (9, 4)
    let log = randomLog(users: 5, items: count, events: 60)
    let encoder = MultiInformationEncoder(columns: count, width: width)
    let items = TransitionItems(side, of: log, encoder: encoder)
    #expect(items.itemCount == count && items.width == width)
    #expect(items.parameters.map(\.path) == ["encoder.weight", "encoder.bias"])
    let weights = Weights<Double>([
      ("encoder.weight", matrix(count, width, 2).converted()),
      ("encoder.bias", matrix(1, width, 3).reshaped(to: [width]).converted()),
    ])

    var transitions = [[Double]](repeating: Array(repeating: 0, count: count), count: count)
    var last: [Int: Int] = [:]
    for event in log.events {
      if let previous = last[event.user] {
        let (i, j) = side == .source ? (previous, event.item) : (event.item, previous)
        transitions[i][j] += 1
      }
      last[event.user] = event.item
    }
    let (table, bias) = (matrix(count, width, 2).byRow, matrix(1, width, 3).byRow[0])
    let expected = transitions.map { row in
      relu((0..<width).map { k in bias[k] + dot(row, table.map { $0[k] }) })
    }
    let found = value(weights) { items.table(on: &$0) }
    #expect(isClose(found.elements, expected.flatMap(\.self), 1e-12))
  }

  @Test func embeddingsOfAModelAreItsEncodersTables() throws {
    let log = randomLog(users: 5, items: 9, events: 60)
    let trained = try Trainer(.autoSeqRec, epochs: 1, seed: 1)
      .fit(AutoSeqRec(itemCount: 9, width: 4), on: log)
    let embeddings = trained.embeddings(of: log)
    for (side, table) in [
      (TransitionItems.Side.source, embeddings.source), (.target, embeddings.target),
    ] {
      let items = TransitionItems(side, of: log, encoder: trained.model.encoder)
      let expected = value(trained.weights) { items.table(on: &$0) }
      #expect(isClose(table.values.doubles, expected.doubles, 1e-6))
    }
    #expect(embeddings.source.name == "source" && embeddings.target.name == "target")
  }
}
