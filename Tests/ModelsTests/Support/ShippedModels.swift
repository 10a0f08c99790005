import SeqRec
import Testing

/// A live recommender of any type, where the types of many do not fit one list.
final class AnySession<Live: LiveRecommender & ~Copyable>: LiveRecommender {
  private var live: Live

  init(_ live: consuming Live) {
    self.live = live
  }

  var itemCount: Int { live.itemCount }

  func observe(_ event: Interaction) { live.observe(event) }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    live.score(questions, into: &scores)
  }

  func replay(_ events: [Interaction], into scores: inout Tensor<Float>) {
    live.replay(events, into: &scores)
  }

  func seenItems(of user: Int) -> [Int32] { live.seenItems(of: user) }

  func canScore(_ user: Int) -> Bool { live.canScore(user) }

  func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    live.shares(of: items, for: question)
  }
}

/// A model that ships, with numbers that matter: random weights, or what it fits to the log.
struct ShippedModel: Sendable, CustomTestStringConvertible {
  typealias Begin = (InteractionLog) -> any LiveRecommender

  let name: String
  /// For a training log, a width and a seed, what begins sessions.
  let trained: @Sendable (InteractionLog, Int, Int) throws -> Begin

  var testDescription: String { name }

  static let all = [
    ShippedModel(name: "popularity") { _, _, _ in { AnySession(Popularity(after: $0)) } },
    ShippedModel(name: "Markov chain") { _, _, _ in { AnySession(OnlineMarkovChain(after: $0)) } },
    ShippedModel(name: "ItemKNN") { log, _, _ in
      let model = try ItemKNN(neighbours: 5, shrink: 1, halfLife: 2).fit(on: log)
      return { AnySession(model.live(after: $0)) }
    },
    ShippedModel(name: "EASE") { log, _, _ in
      let model = try EASE(lambda: 2, halfLife: 4).fit(on: log)
      return { AnySession(model.live(after: $0)) }
    },
    ShippedModel(name: "BPR-MF") { log, width, seed in
      let trained = randomWeights(
        MatrixFactorization(userCount: log.userCount, itemCount: log.itemCount, width: width), seed)
      return { AnySession(trained.live(after: $0)) }
    },
    ShippedModel(name: "U-AutoRec") { log, width, seed in
      let trained = randomWeights(AutoRec(.users(itemCount: log.itemCount), width: width), seed)
      return { AnySession(trained.live(after: $0)) }
    },
    ShippedModel(name: "I-AutoRec") { log, width, seed in
      let trained = randomWeights(AutoRec(.items(userCount: log.userCount), width: width), seed)
      return { AnySession(trained.live(after: $0)) }
    },
    autoSeqRec("AutoSeqRec", AutoSeqRec.Options()),
    autoSeqRec("AutoSeqRec, tuned", .tuned),
    ShippedModel(name: "GRU4Rec") { log, width, seed in
      let trained = randomWeights(
        try GRU4Rec(
          items: LearnedItems(count: log.itemCount, width: width),
          score: DotScore(biasOf: log.itemCount)), seed)
      return { AnySession(trained.live(after: $0)) }
    },
    ShippedModel(name: "SASRec") { log, width, seed in
      let trained = randomWeights(
        try SASRec(
          items: LearnedItems(count: log.itemCount, width: width), score: DotScore(), heads: 2),
        seed)
      return { AnySession(trained.live(after: $0)) }
    },
  ]

  private static func autoSeqRec(_ name: String, _ options: AutoSeqRec.Options) -> ShippedModel {
    ShippedModel(name: name) { log, width, seed in
      let trained = randomModel(
        itemCount: log.itemCount, width: width, seed: seed, options: options)
      return { AnySession(trained.live(after: $0)) }
    }
  }
}
