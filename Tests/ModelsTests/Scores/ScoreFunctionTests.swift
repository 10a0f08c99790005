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

  private func scores(
    _ score: any ScoreFunction, _ context: Context<Float>, items: Int = 7, times factor: Float = 1
  ) -> Tensor<Float> {
    var scores = Tensor<Float>(zeros: [context.rows, items])
    score.addScores(of: context, times: factor, with: trained.weights, into: &scores)
    return scores
  }

  @Test func manyQuestionsAreScoredAsOneByOne() {
    let (users, states, items) = (rows(5, 1), rows(5, 2), rows(7, 3))
    let all = scores(score, Context(user: users, state: states, items: items))
    for row in 0..<5 {
      let (user, state) = (users.taking(rows: [row]), states.taking(rows: [row]))
      let one = scores(score, Context(user: user, state: state, items: items))
      let expected = all.taking(rows: [row]).elements.map(Double.init)
      #expect(isClose(one.elements, to: expected, relative: 1e-6))
    }
  }

  @Test func theSumIsThatOfItsWeightedParts() {
    let context = Context(user: rows(3, 1), state: rows(3, 2), items: rows(7, 3))
    let parts = score.parts(in: context, itemCount: 7, with: trained.weights)
    #expect(parts.count == 3)
    for (part, term) in zip(parts, score.terms) { #expect(part == scores(term.score, context)) }
    let expected = (0..<21).map { index in
      zip(parts, [0.6, 0.2, 0.2]).reduce(0) { $0 + $1.1 * Double($1.0[index]) }
    }
    #expect(isClose(scores(score, context).elements, to: expected, relative: 1e-6))
    let tripled = expected.map { 3 * $0 }
    #expect(isClose(scores(score, context, times: 3).elements, to: tripled, relative: 1e-6))
  }

  @Test func twoHopIsTheElementwiseProductAgainstEveryItem() {
    let context = Context<Float>(
      user: Tensor([1, 2, 0, -1], shape: [1, 4]), state: Tensor([3, 1, 5, 2], shape: [1, 4]),
      items: Tensor([1, 1, 1, 1, 0, 4, 9, 1], shape: [2, 4]))
    #expect(scores(TwoHopScore(), context, items: 2) == Tensor([3, 6], shape: [1, 2]))
  }

  @Test func whatTheContextLacksAddsNothing() {
    let (user, state, items) = (rows(2, 1), rows(2, 2), rows(7, 3))
    let zeros = Tensor<Float>(zeros: [2, 7])
    let (longTerm, oneHop) = (score.terms[0].score, score.terms[1].score)
    #expect(scores(longTerm, Context(user: nil, state: state, items: items)) == zeros)
    #expect(scores(oneHop, Context(user: user, state: nil, items: items)) == zeros)
    for context in [
      Context(user: nil, state: state, items: items),
      Context(user: user, state: nil, items: items),
      Context(user: user, state: state, items: nil),
    ] { #expect(scores(TwoHopScore(), context) == zeros) }
    #expect(Context<Float>(user: nil, state: nil, items: nil).rows == 0)
  }

  @Test func itemsBeyondADecoderHaveItsBiasForNewOnes() {
    let user = rows(2, 1)
    let context = Context(user: user, state: user, items: nil)
    let decoder = Linear("decoders.source", inputs: 4, outputs: 7)
    let smallest = trained.weights[decoder.bias].elements.min() ?? .nan
    for (activation, bias, expected) in [
      (Activation.identity, DecodedRow.NewItemBias.minimum, smallest), (.identity, .zero, 0),
      (.sigmoid, .zero, 0.5), (.relu, .minimum, max(smallest, 0)),
    ] {
      let score = DecodedRow(decoder, activation, of: .user, biasOfNewItems: bias)
      let found = scores(score, context, items: 9, times: 2)
      for row in 0..<2 { for item in 7..<9 { #expect(found[row, item] == 2 * expected) } }
      #expect(found.taking(columns: Array(0..<7)) == scores(score, context, times: 2))
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
