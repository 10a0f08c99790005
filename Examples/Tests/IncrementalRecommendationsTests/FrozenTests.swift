import IncrementalRecommendations
import SeqRec
import Testing

/// What the example says, on a smaller log: who hears the stream foretells it better than who does not.
@Suite struct FrozenTests {
  private let split: Split
  private let trained: Trained<AutoSeqRec>

  init() throws {
    var recipe = SyntheticLog()
    (recipe.users, recipe.items) = (150, 120)
    split = recipe.log(seed: Seed(2)).split(.byTime(train: 0.8, validation: 0.2))
    let model = AutoSeqRec(itemCount: split.train.itemCount, width: 16, options: .tuned)
    trained = try Trainer(.adam(rate: 1e-3), epochs: 20, seed: 1).fit(model, on: split.train)
  }

  private func mrr(_ scorer: inout some Scorer & ~Copyable) throws -> Double {
    try FutureInteraction.replay(split.validation, after: split.train, scoring: &scorer)
      .metrics(seen: .filtered).mrr
  }

  private func scores(_ scorer: borrowing some Scorer & ~Copyable, _ user: Int) -> [Float] {
    var scores = Tensor<Float>(zeros: [1, scorer.itemCount])
    scorer.score([Question(of: user)], into: &scores)
    return scores.elements
  }

  @Test func hearingIsWorthSomething() throws {
    var live = trained.live(after: split.train)
    var frozen = Frozen(trained.live(after: split.train))
    #expect(try mrr(&live) > 1.2 * mrr(&frozen))
  }

  @Test func theFrozenHearNothing() {
    var live = trained.live(after: split.train)
    var frozen = Frozen(trained.live(after: split.train))
    let event = split.validation.events[0]
    let before = scores(live, event.user)
    #expect(scores(frozen, event.user) == before)
    live.observe(event)
    frozen.observe(event)
    #expect(scores(frozen, event.user) == before)
    #expect(scores(live, event.user) != before)
  }

  @Test func newUsersAndItemsAreReached() {
    var live = trained.live(after: split.train)
    let (newcomer, newItem) = (split.train.userCount, split.train.itemCount)
    func place() -> Int {
      live.recommend(newItem + 1, for: newcomer).firstIndex { $0.item == newItem } ?? newItem
    }
    func take(_ items: [Int], by user: Int) {
      for item in items { live.observe(Interaction(user: user, item: item, timestamp: 0)) }
    }
    let cold = live.recommend(8, for: newcomer).map(\.item)
    take([0], by: newcomer)
    #expect(live.recommend(8, for: newcomer).map(\.item) != cold)
    take([0, newItem], by: newcomer + 1)
    let early = place()
    for other in 2...9 { take([0, newItem], by: newcomer + other) }
    #expect(early < newItem && place() < min(early, 10))
  }
}
