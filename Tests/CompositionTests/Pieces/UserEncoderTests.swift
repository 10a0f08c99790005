import SeqRec
import Testing

@Suite struct UserEncoderTests {
  private let width = 4
  private let itemTable = matrix(9, 4, 1)
  private let bias = matrix(1, 4, 2).reshaped(to: [4])
  private var encoder: CollaborativeUserEncoder {
    CollaborativeUserEncoder(itemTable: itemTable, bias: bias)
  }

  private let histories = [
    history([1, 2, 1, 5, 2, 8]), history([7]), history([4, 4, 4, 0]),
  ]

  /// `relu(be + sum of We[i])` over the distinct items of the whole history up to each position.
  private func naive(_ history: History, until position: Int) -> [Double] {
    let known = Set(history.items[...position]).sorted().filter { $0 < 9 }
    return relu(
      (0..<width).map { k in
        known.reduce(Double(bias[k])) { $0 + Double(itemTable[Int($1), k]) }
      })
  }

  private func rows(
    _ encoder: some UserEncoder, _ histories: [History], window: Int,
    of users: [Int32] = [0, 3, -1], _ weights: Weights<Float>? = nil
  ) -> Tensor<Float> {
    let weights = weights ?? Weights(encoder.parameters, seed: Seed(1))
    let batch = SequenceBatch(histories, window: window, questions: .everyPosition)
    return value(weights) { encoder.rows(of: users, in: batch, on: &$0) }
  }

  /// The rows at the last position of each history.
  private func lastRows(_ encoder: some UserEncoder, _ histories: [History], window: Int)
    -> [[Double]]
  {
    let lengths = histories.map { min($0.items.count, window) }
    let rows = rows(encoder, histories, window: window).byRow
    return lengths.indices.map { rows[lengths[...$0].reduce(0, +) - 1] }
  }

  @Test(arguments: [1, 3, 50]) func collaborativeRowsCountTheWholeHistory(_ window: Int) {
    let expected = histories.flatMap { history in
      history.items.indices.suffix(window).flatMap { naive(history, until: $0) }
    }
    #expect(isClose(rows(encoder, histories, window: window).doubles, expected, 1e-6))
  }

  /// At the end of a history Ec is what a live session of AutoSeqRec has: the encoded dense row of R.
  @Test func theLastRowIsTheEncodedRowOfR() {
    let row = SparseMatrix<Float>(columns: 9, rows: [[1, 2, 5, 8].map { ($0, 1) }])
    let sums = value { (tape: inout Tape<Float>) in
      let (table, bias) = (tape.constant(itemTable), tape.constant(bias))
      return tape.relu(tape.sparseLinear(row, weight: table, bias: bias))
    }
    #expect(isClose(lastRows(encoder, [histories[0]], window: 2)[0], sums.doubles, 1e-6))
  }

  @Test func laterItemsChangeNothing() {
    let before = rows(encoder, [history([1, 2, 3])], window: 50)
    let after = rows(encoder, [history([1, 2, 3, 6, 7])], window: 50)
    #expect(before.elements == Array(after.elements.prefix(3 * width)))
  }

  @Test func itemsBeyondTheTableAddNothing() {
    let (known, beyond) = (history([1, 2]), history([1, 9, 2, 200]))
    #expect(
      lastRows(encoder, [known], window: 50) == lastRows(encoder, [beyond], window: 50))
  }

  @Test func scaledRowsAreTimesTheFactor() {
    let plain = rows(encoder, histories, window: 50).elements
    let scaled = rows(encoder.scaled(by: 2).scaled(by: 0.25), histories, window: 50).elements
    #expect(scaled == plain.map { $0 * 0.5 })
    #expect(encoder.parameters.allSatisfy(\.isFrozen) && encoder.width == width)
    #expect(encoder.parameters.map(\.path) == ["collaborative.weight", "collaborative.bias"])
  }

  @Test func idsAreRowsOfATableAndStrangersAreZero() {
    let users = IDUserEncoder(count: 4, width: width)
    #expect(users.parameters.map(\.path) == ["users.weight"])
    let weights = Weights<Float>(users.parameters, seed: Seed(1))
    let table = weights[users.parameters[0]].byRow
    let zeros = [Double](repeating: 0, count: width)
    let rows = rows(users, histories, window: 2, of: [3, 4, .max], weights)
    #expect(rows.byRow == [table[3], table[3], zeros, zeros, zeros])
    #expect(users.userCount == 4 && users.itemCount == nil)
  }

  /// `score = (user .* state) . Et`, by the definition; where every user is ones, it is unpersonalised.
  @Test func twoHopWeighsTheDimensionsOfAState() {
    let (states, targets) = (matrix(3, width, 3), FixedItems(matrix(9, width, 4)))
    let weights = Weights<Float>(targets.parameters, seed: Seed(1))
    func scores(_ score: some ScoreFunction, user: Tensor<Float>?) -> Tensor<Float> {
      value(weights) { tape in
        let context = Context(
          rowCount: 3, itemCount: 9, user: user.map { tape.constant($0) },
          state: tape.constant(states))
        return score.scores(of: .all, in: context, on: &tape)
      }
    }
    let users = matrix(3, width, 5)
    let expected = zip(users.byRow, states.byRow).flatMap { user, state in
      let weighed = zip(user, state).map { $0 * $1 }
      return targets.values.byRow.map { dot(weighed, $0) }
    }
    let personalised = scores(TwoHopScore(to: targets), user: users)
    #expect(isClose(personalised.doubles, expected, 1e-6))
    let plain = scores(TwoHopScore(to: targets), user: nil)
    let ones = Tensor<Float>(repeating: 1, shape: [3, width])
    #expect(scores(TwoHopScore(to: targets), user: ones) == plain)
    #expect(plain == scores(DotScore(to: targets), user: nil))
    #expect(plain != personalised)
  }

  /// A composition gives its sequence model the user at every position, and its score the user at every
  /// question.
  @Test func aSequenceModelMayReadTheUser() throws {
    let users = IDUserEncoder(count: 8, width: width)
    let items = LearnedItems(count: 12, width: width)
    let model = try SequentialRecommender(
      items: items, sequence: WeighedLastItem(width: width), score: DotScore(), user: users,
      objective: SoftmaxCrossEntropy())
    let weights = Weights<Float>(model.parameters, seed: Seed(1))
    let (m, u) = (weights[items.parameters[0]].byRow, weights[users.parameters[0]].byRow)
    let log = randomLog(users: 8, items: 12, events: 60)
    let live = Trained(model, weights: weights).live(after: log)
    let asked = [3, 0, 7, 5]
    var scores = Tensor<Float>(zeros: [asked.count, 12])
    live.score(asked.map { Question(of: $0) }, into: &scores)
    for (row, user) in asked.enumerated() {
      let last = try #require(log.events.last { $0.user == user }?.item)
      let expected = m.map { item in
        (0..<width).reduce(0) { $0 + m[last][$1] * u[user][$1] * item[$1] }
      }
      #expect(isClose(scores.byRow[row], expected, 1e-6), "user \(user)")
    }
  }
}

/// The last item, weighed by the user.
private struct WeighedLastItem: SequenceModel {
  let width: Int
  var inputWidth: Int { width }
  var userWidth: Int? { width }
  var maxLength: Int? { nil }
  var parameters: [Parameter] { [] }

  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    user.map { tape.product(inputs, $0) } ?? inputs
  }
}
