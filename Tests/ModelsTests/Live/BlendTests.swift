import SeqRec
import Testing

/// ``LiveBlend``
@Suite struct BlendTests {
  /// Scores that are given, whoever asks.
  private struct Fixed: LiveRecommender, Sendable {
    var rows: [Float]
    var known = true

    var itemCount: Int { rows.count }
    func score(_ questions: [Question], into scores: inout Tensor<Float>) {
      for row in questions.indices {
        scores.assignRow(0, of: Tensor(rows, shape: [1, rows.count]), toRow: row)
      }
    }
    mutating func observe(_ event: Interaction) { rows[event.item] += 1 }
    func seenItems(of user: Int) -> [Int32] { [] }
    func canScore(_ user: Int) -> Bool { known }
    func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
      items.map { _ in [ScoreShare].shares([("a", 3), ("b", 1)]) }
    }
  }

  private func scores(_ blend: borrowing some LiveRecommender & ~Copyable) -> [Float] {
    var scores = Tensor<Float>(repeating: .nan, shape: [2, blend.itemCount])
    blend.score([Question(of: 0), Question(of: 3)], into: &scores)
    return (0..<blend.itemCount).map { item in
      #expect(scores[0, item] == scores[1, item])
      return scores[0, item]
    }
  }

  /// Means 2 and 20, deviations sqrt(2/3) and 10 sqrt(2/3).
  @Test func standardisesAndAdds() {
    let blend = LiveBlend(
      Fixed(rows: [1, 2, 3]), as: "x", weight: 2, Fixed(rows: [30, 20, 10]), as: "y", weight: 0.5)
    let z = Float(1.5.squareRoot())
    for (found, expected) in zip(scores(blend), [-1.5 * z, 0, 1.5 * z]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test func scaleAndOffsetOfAPartDoNotMatter() {
    let other: [Float] = [0.2, 0.5, 0.1, 0.9]
    let plain = LiveBlend(
      Fixed(rows: [4, 8, 1, 3]), as: "x", weight: 0.3, Fixed(rows: other), as: "y", weight: 0.7)
    let moved = LiveBlend(
      Fixed(rows: [1004, 1008, 1001, 1003]), as: "x", weight: 0.3,
      Fixed(rows: other.map { $0 / 1024 }), as: "y", weight: 0.7)
    for (a, b) in zip(scores(plain), scores(moved)) { #expect(abs(a - b) < 1e-5) }
  }

  /// Means 2 and 20, the second part's deviation 10 sqrt(2/3).
  @Test func centresWhatKeepsItsUnit() {
    let blend = LiveBlend(
      Fixed(rows: [1, 2, 3]), as: "x", weight: 2, scores: .centered,
      Fixed(rows: [30, 20, 10]), as: "y", weight: 0.5)
    let half = Float(0.5 * 1.5.squareRoot())
    for (found, expected) in zip(scores(blend), [-2 + half, 0, 2 - half]) {
      #expect(abs(found - expected) < 1e-6)
    }
    let shares = blend.shares(of: [2], for: Question(of: 0))[0]
    #expect(abs(shares[0].share - 0.75 * Double(2 / (2 + half))) < 1e-6)
    let unknown = LiveBlend(
      Fixed(rows: [7, 7, 7]), as: "x", weight: 1, scores: .centered,
      Fixed(rows: [1, 2]), as: "y", weight: 1, scores: .centered)
    #expect(scores(unknown) == [-0.5, 0.5, -0.5])
  }

  /// Who scores everything alike leaves it to the other; an item that one does not know gets its least.
  @Test func whatAPartCannotTell() {
    let blend = LiveBlend(
      Fixed(rows: [7, 7, 7, 7]), as: "x", weight: 0.5, Fixed(rows: [1, 2, 3]), as: "y", weight: 1)
    let found = scores(blend)
    #expect(found[3] == found[0])
    #expect(found[0] < found[1] && found[1] < found[2])
    let halfKnown = LiveBlend(
      Fixed(rows: [1], known: false), as: "", weight: 1, Fixed(rows: [1]), as: "", weight: 1)
    let isKnown = halfKnown.canScore(9)
    #expect(isKnown)
  }

  /// What has no weight cannot tell anything.
  @Test func whoHasNoWeightKnowsNobody() {
    for (weights, isKnown) in [((1.0, 0.0), false), ((0, 1), true), ((1, 1), true)] {
      let blend = LiveBlend(
        Fixed(rows: [1], known: false), as: "", weight: weights.0, Fixed(rows: [1]), as: "",
        weight: weights.1)
      let found = blend.canScore(9)
      #expect(found == isKnown, "\(weights)")
    }
  }

  /// Each variant has the bits of its blend, also of blends in a blend, and after events.
  @Test func variantsAreBlends() {
    let weights: [(x: Double, y: Double)] = [(0, 1), (0.3, 0.2), (0.75, 0.9), (1, 0)]
    func parts() -> (Fixed, Fixed, Fixed) {
      (
        Fixed(rows: [0.3, 2.5, -1, 0.1]), Fixed(rows: [90, 20, 35, 35]),
        Fixed(rows: [0.01, 0.04, 0.02])
      )
    }
    let (first, second, third) = parts()
    var variants = BlendVariants(
      OnlyVariant(first), weights: weights.map(\.x), scores: .centered,
      BlendVariants(
        OnlyVariant(second), weights: weights.map(\.y),
        OnlyVariant(third), weights: weights.map { 1 - $0.y }),
      weights: weights.map { 1 - $0.x })
    for event in 0..<3 {
      var found = Tensor<Float>(repeating: .nan, shape: [weights.count, variants.itemCount])
      variants.score(Question(of: 5), into: &found)
      for (row, weight) in weights.enumerated() {
        var (first, second, third) = parts()
        for past in 0..<event {
          let event = Interaction(user: 5, item: past, timestamp: 0)
          first.observe(event)
          second.observe(event)
          third.observe(event)
        }
        let blend = LiveBlend(
          first, as: "x", weight: weight.x, scores: .centered,
          LiveBlend(second, as: "y", weight: weight.y, third, as: "z", weight: 1 - weight.y),
          as: "", weight: 1 - weight.x)
        #expect((0..<4).map { found[row, $0] } == scores(blend), "\(weight), \(event) events")
      }
      variants.observe(Interaction(user: 5, item: event, timestamp: 0))
    }
  }

  @Test func bothPartsObserve() {
    var blend = LiveBlend(
      Fixed(rows: [1, 2, 3]), as: "x", weight: 1, Fixed(rows: [3, 2, 1]), as: "y", weight: 1)
    for score in scores(blend) { #expect(abs(score) < 1e-6) }
    blend.observe(Interaction(user: 0, item: 1, timestamp: 0))
    let found = scores(blend)
    #expect(found[1] > found[0] && found[1] > found[2])
  }

  /// The last item is a deviation of sqrt(3/2) up in the first part and as far down in the second.
  @Test func sharesAreThoseOfTheParts() {
    let inner = LiveBlend(
      Fixed(rows: [1, 2, 3]), as: "p", weight: 1, Fixed(rows: [3, 2, 1]), as: "q", weight: 0.5)
    let blend = LiveBlend(
      inner, as: "", weight: 1, Fixed(rows: [1, 2, 3]), as: "r", weight: 3)
    let shares = blend.shares(of: [2], for: Question(of: 0))[0]
    #expect(shares.map(\.term) == ["p.a", "p.b", "q.a", "q.b", "r.a", "r.b"])
    let expected = [0.125, 0.125 / 3, 0.0625, 0.0625 / 3, 0.5625, 0.1875]
    for (share, expected) in zip(shares, expected) {
      #expect(abs(share.share - expected) < 1e-6)
    }
  }

  @Test func namesOfCompanionsLeadToTheirNumbers() throws {
    let autoSeqRec = AutoSeqRec(itemCount: 5, width: 3)
    let numbers = Weights<Float>(autoSeqRec.parameters, seed: Seed(2))
    let sasRec = try SASRec(items: LearnedItems(count: 5, width: 3), score: DotScore())
    let model = try Accompanied(sasRec, by: ["a": numbers, "b": numbers])
    let trained = Trained(model, weights: Weights(model.parameters, seed: Seed(1)))
    #expect(trained.companion("a") == numbers && trained.companion("b") == numbers)
    #expect(trained.base().weights == Weights(sasRec.parameters, seed: Seed(1)))
    #expect(throws: CompositionError.self) {
      try Accompanied(sasRec, by: ["items": Weights([("weight", Tensor<Float>(zeros: [1]))])])
    }
  }
}
