import SeqRec
import Testing

/// Users and items that training has not seen.
@Suite struct NewcomerTests {
  private let records = randomRecords(7, events: 50)

  /// `l1 g_c(f(0))`: the long-term score of nobody's history.
  @Test func aColdUserHasTheLongTermScoreOfNoHistory() {
    let log = InteractionLog(records)
    let trained = randomModel(itemCount: log.itemCount)
    let live = trained.live(after: log)
    let (weights, model) = (trained.weights, trained.model)
    let bias = weights[model.encoder.layer.bias]
    for user in [log.userCount, log.userCount + 5, 100_000] {
      let scores = live.scores(of: user)
      for item in 0..<log.itemCount {
        var u = Double(weights["decoders.collaborative.bias"]?[item] ?? .nan)
        for j in 0..<model.width {
          u +=
            Double(max(bias[j], 0))
            * Double(weights["decoders.collaborative.weight"]?[j, item] ?? .nan)
        }
        #expect(abs(Double(scores[0, item]) - 0.6 / (1 + exponential(-u))) < 1e-6)
      }
      #expect(live.seenItems(of: user) == [])
    }
  }

  /// A user who is in the vocabulary without an event is as cold as a stranger.
  @Test func aUserOfALaterSliceIsCold() {
    let split = InteractionLog(records).split(.byTime(train: 0.1, validation: 0))
    let trained = randomModel(itemCount: split.train.itemCount)
    let live = trained.live(after: split.train)
    let known = Set(split.train.events.map(\.user))
    let late = (0..<split.train.userCount).filter { !known.contains($0) }
    #expect(!late.isEmpty)
    for user in late + [-1, .min] { #expect(live.scores(of: user) == live.scores(of: 1_000)) }
  }

  @Test func coldUsersMayHaveNoScores() {
    var options = AutoSeqRec.Options()
    options.scoresColdUsers = false
    let log = InteractionLog(records)
    var live = randomModel(itemCount: log.itemCount, options: options).live(after: log)
    let stranger = log.userCount
    #expect(live.scores(of: stranger) == Tensor(zeros: [1, log.itemCount]))
    #expect(
      live.shares(of: [0], for: Question(of: stranger))
        == [["long-term", "one-hop", "two-hop"].map { ScoreShare(term: $0, share: 0) }])
    live.observe(Interaction(user: stranger, item: 0, timestamp: 0))
    #expect(live.scores(of: stranger).elements.allSatisfy { $0 > 0 })
  }

  @Test func aNewItemHasTheSmallestBiasAndNothingElse() {
    var options = AutoSeqRec.Options()
    options.lambda1 = 1
    options.lambda2 = 0
    let log = InteractionLog(records)
    let trained = randomModel(itemCount: log.itemCount, options: options)
    var live = trained.live(after: log)
    let new = log.itemCount
    live.observe(Interaction(user: 0, item: new, timestamp: 0))
    #expect(live.itemCount == new + 1)
    let smallest = trained.weights["decoders.collaborative.bias"]?.elements.min() ?? .nan
    let expected = 1 / (1 + exponential(-Double(smallest)))
    for user in 0..<4 { #expect(abs(Double(live.scores(of: user)[0, new]) - expected) < 1e-6) }

    options.lambda1 = 0
    options.lambda2 = 1
    var oneHop = randomModel(itemCount: log.itemCount, options: options).live(after: log)
    oneHop.observe(Interaction(user: 0, item: new, timestamp: 0))
    for user in 0..<4 { #expect(oneHop.scores(of: user)[0, new] == 0) }
  }

  /// With biases and weights at hand: somebody goes from item 0 to a new item, and from then on the new
  /// one is as good a target as `We[0]` makes it.
  @Test func aNewItemIsReachedOnceSomebodyGoesThere() {
    var options = AutoSeqRec.Options()
    options.lambda1 = 0
    options.lambda2 = 0
    let model = AutoSeqRec(itemCount: 2, width: 1, options: options)
    var weights = Weights<Float>(model.parameters, seed: Seed(0))
    weights[model.encoder.layer.weight] = Tensor([3, 5], shape: [2, 1])
    weights[model.encoder.layer.bias] = Tensor([0], shape: [1])
    var live = Trained(model, weights: weights).live(after: InteractionLog([]))
    // User 0 goes from 0 to 1, so that Es[0] = We[1] = 5; user 1 stands at 0, so that Ec[1] = 3.
    for (user, item) in [(0, 0), (0, 1), (1, 0)] {
      live.observe(Interaction(user: user, item: item, timestamp: 0))
    }
    live.observe(Interaction(user: 2, item: 2, timestamp: 0))
    #expect(live.scores(of: 1).elements == [0, 45, 0])
    for (user, item) in [(3, 0), (3, 2)] {
      live.observe(Interaction(user: user, item: item, timestamp: 0))
    }
    // Et[2] = We[0] = 3, as Et[1]; Es[0] stays 5, since the new item's row of We is zero.
    #expect(live.scores(of: 1).elements == [0, 45, 45])
    #expect(live.recommend(2, for: 1).map(\.item) == [1, 2])
  }
}
