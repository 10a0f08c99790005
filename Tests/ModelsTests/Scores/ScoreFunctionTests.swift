import SeqRec
import Testing

@Suite struct ScoreFunctionTests {
  private let trained = randomModel(itemCount: 7, width: 4)
  private var score: WeightedSum { trained.model.score }

  private func rows(_ count: Int, _ seed: Int) -> Tensor<Float> {
    var generator = Seed(20).child(seed).generator()
    return Tensor(
      (0..<count * 4).map { _ in Float(generator.uniform()) }, shape: [count, 4])
  }

  /// What is known, as values.
  private struct Known {
    var user: Tensor<Float>?
    var state: Tensor<Float>?
    var items: Tensor<Float>?
    var itemCount = 7

    func context(on tape: inout Tape<Float>) -> Context {
      var context = Context(rowCount: user?.rows ?? state?.rows ?? 0, itemCount: itemCount)
      if let user { context.user = tape.constant(user) }
      if let state { context.state = tape.constant(state) }
      if let items { context.items = tape.constant(items) }
      return context
    }
  }

  private func scores(
    _ score: any ScoreFunction, _ known: Known, of candidates: Candidates = .all
  ) -> Tensor<Float> {
    var tape = Tape(trained.weights)
    let context = known.context(on: &tape)
    let scores = score.scores(of: candidates, in: context, on: &tape)
    return tape[scores]
  }

  @Test func manyQuestionsAreScoredAsOneByOne() {
    let (users, states, items) = (rows(5, 1), rows(5, 2), rows(7, 3))
    let all = scores(score, Known(user: users, state: states, items: items))
    for row in 0..<5 {
      let (user, state) = (users.taking(rows: [row]), states.taking(rows: [row]))
      let one = scores(score, Known(user: user, state: state, items: items))
      let expected = all.taking(rows: [row]).elements.map(Double.init)
      #expect(isClose(one.elements, to: expected, relative: 1e-6))
    }
  }

  @Test func candidatesAreColumnsOfAllItems() {
    let known = Known(user: rows(3, 1), state: rows(3, 2), items: rows(7, 3))
    let candidates: [Int32] = [0, 6, 3, 3, 2, 5]
    for score in score.terms.map(\.score) + [score, DotScore()] {
      let all = scores(score, known)
      let chosen = scores(score, known, of: .each(candidates))
      #expect(chosen.shape == [3, 2])
      let expected = candidates.enumerated().map { Double(all[$0 / 2, Int($1)]) }
      #expect(isClose(chosen.elements, to: expected, relative: 1e-6))
    }
  }

  @Test func theSumIsThatOfItsWeightedParts() {
    let known = Known(user: rows(3, 1), state: rows(3, 2), items: rows(7, 3))
    var tape = Tape(trained.weights)
    let context = known.context(on: &tape)
    let parts = score.parts(of: .all, in: context, on: &tape).map { tape[$0] }
    let terms = score.terms(of: .all, in: context, on: &tape).map { $0.map { tape[$0] } }
    #expect(parts.count == 3)
    for (part, term) in zip(parts, score.terms) { #expect(part == scores(term.score, known)) }
    let expected = (0..<21).map { index in
      zip(parts, [0.6, 0.2, 0.2]).reduce(0) { $0 + $1.1 * Double($1.0[index]) }
    }
    #expect(isClose(scores(score, known).elements, to: expected, relative: 1e-6))
    let total = (0..<21).map { index in terms.reduce(0) { $0 + Double($1?[index] ?? .nan) } }
    #expect(isClose(scores(score, known).elements, to: total, relative: 1e-6))
  }

  @Test func twoHopIsTheElementwiseProductAgainstEveryItem() {
    let known = Known(
      user: Tensor([1, 2, 0, -1], shape: [1, 4]), state: Tensor([3, 1, 5, 2], shape: [1, 4]),
      items: Tensor([1, 1, 1, 1, 0, 4, 9, 1], shape: [2, 4]), itemCount: 2)
    #expect(scores(TwoHopScore(), known) == Tensor([3, 6], shape: [1, 2]))
    #expect(scores(TwoHopScore(userShare: 0.25), known) == Tensor([9, 39.75], shape: [1, 2]))
    #expect(scores(TwoHopScore(factors: .sum), known) == Tensor([13, 58], shape: [1, 2]))
    #expect(
      scores(TwoHopScore(factors: .sum, userShare: 0.5), known)
        == Tensor([12, 54.5], shape: [1, 2]))
    let unweighed = Known(state: known.state, items: known.items, itemCount: 2)
    for factors in [TwoHopScore.Factors.both, .sum] {
      #expect(scores(TwoHopScore(factors: factors), unweighed) == Tensor([11, 51], shape: [1, 2]))
    }
  }

  @Test func whatTheContextLacksAddsNothing() {
    let (user, state, items) = (rows(2, 1), rows(2, 2), rows(7, 3))
    let zeros = Tensor<Float>(zeros: [2, 7])
    let (longTerm, oneHop) = (score.terms[0].score, score.terms[1].score)
    func only(_ terms: any ScoreFunction...) -> WeightedSum {
      WeightedSum(terms.enumerated().map { .init("term \($0)", weight: 1, $1) })
    }
    #expect(scores(only(longTerm), Known(state: state, items: items)) == zeros)
    #expect(scores(only(oneHop), Known(user: user, items: items)) == zeros)
    #expect(scores(only(TwoHopScore()), Known(user: user, items: items)) == zeros)
    #expect(scores(only(TwoHopScore()), Known(user: user, state: state)) == zeros)
    #expect(
      scores(only(longTerm, TwoHopScore()), Known(user: user))
        == scores(longTerm, Known(user: user)))
    #expect(scores(score, Known()).rows == 0)
  }

  @Test func itemsBeyondADecoderHaveItsBiasForNewOnes() {
    let user = rows(2, 1)
    let decoder = Linear("decoders.source", inputs: 4, outputs: 7)
    let smallest = trained.weights[decoder.bias].elements.min() ?? .nan
    for (activation, bias, expected) in [
      (Activation.identity, DecodedRow.NewItemBias.minimum, smallest), (.identity, .zero, 0),
      (.sigmoid, .zero, 0.5), (.relu, .minimum, max(smallest, 0)),
    ] {
      let score = DecodedRow(decoder, activation, of: .user, biasOfNewItems: bias)
      let found = scores(score, Known(user: user, itemCount: 9))
      for row in 0..<2 { for item in 7..<9 { #expect(found[row, item] == expected) } }
      #expect(found.taking(columns: Array(0..<7)) == scores(score, Known(user: user)))
    }
  }

  @Test func parametersAreThoseOfTheTerms() {
    #expect(
      score.parameters.map(\.path) == [
        "decoders.collaborative.weight", "decoders.collaborative.bias", "decoders.source.weight",
        "decoders.source.bias",
      ])
  }
}
