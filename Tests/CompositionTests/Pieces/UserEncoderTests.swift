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
    history(0, [1, 2, 1, 5, 2, 8]), history(3, [7]), history(-1, [4, 4, 4, 0]),
  ]

  /// `relu(be + sum of We[i])` over the distinct items of the whole history up to each position.
  private func naive(_ history: SequenceBatch.History, until position: Int) -> [Double] {
    let known = Set(history.items[...position]).sorted().filter { $0 < 9 }
    return relu(
      (0..<width).map { k in
        known.reduce(Double(bias[k])) { $0 + Double(itemTable[Int($1), k]) }
      })
  }

  private func rows(
    _ encoder: some UserEncoder, _ histories: [SequenceBatch.History], window: Int,
    _ questions: SequenceBatch.Questions = .everyPosition, _ weights: Weights<Float> = Weights([])
  ) -> Tensor<Float> {
    let batch = SequenceBatch(histories, window: window, questions: questions)
    return value(weights) { encoder.rows(of: batch, on: &$0) }
  }

  @Test(arguments: [1, 3, 50]) func collaborativeRowsCountTheWholeHistory(_ window: Int) {
    let expected = histories.flatMap { history in
      history.items.indices.suffix(window).flatMap { naive(history, until: $0) }
    }
    #expect(isClose(rows(encoder, histories, window: window).doubles, expected, 1e-6))
    let last = histories.flatMap { naive($0, until: $0.items.count - 1) }
    let found = rows(encoder, histories, window: window, .lastPosition)
    #expect(isClose(found.doubles, last, 1e-6))
  }

  /// At the end of a history Ec is what a live session of AutoSeqRec has: the encoded dense row of R.
  @Test func theLastRowIsTheEncodedRowOfR() {
    let row = SparseMatrix<Float>(columns: 9, rows: [[1, 2, 5, 8].map { ($0, 1) }])
    let sums = value { (tape: inout Tape<Float>) in
      let (table, bias) = (tape.constant(itemTable), tape.constant(bias))
      return tape.relu(tape.sparseLinear(row, weight: table, bias: bias))
    }
    let found = rows(encoder, [histories[0]], window: 2, .lastPosition)
    #expect(isClose(found.doubles, sums.doubles, 1e-6))
  }

  @Test func laterItemsChangeNothing() {
    let before = rows(encoder, [history(0, [1, 2, 3])], window: 50)
    let after = rows(encoder, [history(0, [1, 2, 3, 6, 7])], window: 50)
    #expect(before.elements == Array(after.elements.prefix(3 * width)))
  }

  @Test func itemsBeyondTheTableAddNothing() {
    let (known, beyond) = (history(0, [1, 2]), history(0, [1, 9, 2, 200]))
    #expect(
      rows(encoder, [known], window: 50, .lastPosition)
        == rows(encoder, [beyond], window: 50, .lastPosition))
  }

  @Test func scaledRowsAreTimesTheFactor() {
    let plain = rows(encoder, histories, window: 50).elements
    let scaled = rows(encoder.scaled(by: 2).scaled(by: 0.25), histories, window: 50).elements
    #expect(scaled == plain.map { $0 * 0.5 })
    #expect(encoder.parameters.isEmpty && encoder.width == width)
  }

  @Test func idsAreRowsOfATableAndStrangersAreZero() {
    let users = IDUserEncoder(count: 4, width: width)
    #expect(users.parameters.map(\.path) == ["users.weight"])
    let weights = Weights<Float>(users.parameters, seed: Seed(1))
    let table = weights[users.parameters[0]].byRow
    let zeros = [Double](repeating: 0, count: width)
    let sequences = histories + [history(4, [1]), history(1 << 40, [1])]
    let last = rows(users, sequences, window: 50, .lastPosition, weights)
    #expect(last.byRow == [table[0], table[3], zeros, zeros, zeros])
    let every = rows(users, sequences, window: 2, .everyPosition, weights)
    #expect(every.byRow == [table[0], table[0], table[3], zeros, zeros, zeros, zeros])
  }

  /// `score = (user .* state) . Et`, by the definition; where every user is ones, it is unpersonalised.
  @Test func twoHopWeighsTheDimensionsOfAState() {
    let (states, targets) = (matrix(3, width, 3), FixedItems(matrix(9, width, 4)))
    let batch = SequenceBatch(histories, window: 50, questions: .lastPosition)
    func scores(_ score: some ScoreFunction) -> Tensor<Float> {
      value { (tape: inout Tape<Float>) in
        let context = Context(
          rowCount: 3, itemCount: 9, state: tape.constant(states), sequences: batch)
        return score.scores(of: .all, in: context, on: &tape)
      }
    }
    let users = rows(encoder, histories, window: 50, .lastPosition).byRow
    let expected = zip(users, states.byRow).flatMap { user, state in
      let weighed = zip(user, state).map { $0 * $1 }
      return targets.values.byRow.map { dot(weighed, $0) }
    }
    let personalised = scores(TwoHopScore(to: targets, personalizedBy: encoder))
    #expect(isClose(personalised.doubles, expected, 1e-6))
    let plain = scores(TwoHopScore(to: targets))
    #expect(scores(TwoHopScore(to: targets, personalizedBy: Ones(width: width))) == plain)
    #expect(plain == scores(DotScore(to: targets)))
    #expect(plain != personalised)
  }
}

/// Everybody is ones.
private struct Ones: InductiveUserEncoder {
  let width: Int
  var parameters: [Parameter] { [] }

  func rows<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    tape.constant(Tensor(repeating: 1, shape: [sequences.rowCount, width]))
  }
}
