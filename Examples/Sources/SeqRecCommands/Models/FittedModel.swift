import SeqRec

/// A model that recommends, whatever its kind: only how sessions begin is its own.
struct FittedModel {
  /// The values that it has come to have.
  let hyperparameters: [(key: String, value: JSON)]
  /// Its numbers, if it has some.
  let weights: Weights<Float>?
  let epochsRun: Int
  let trainingSeconds: Double
  let selectionSeconds: Double
  /// Ranks validation and test.
  let evaluate: (Split, Progress) throws -> Evaluation
  /// Begins a session that has seen a log.
  let session: (InteractionLog) -> any LiveSession

  /// A model whose sessions `live` begins.
  init<Live: LiveRecommender & ~Copyable>(
    hyperparameters: [(key: String, value: JSON)] = [], weights: Weights<Float>? = nil,
    epochsRun: Int = 0, trainingSeconds: Double = 0, selectionSeconds: Double = 0,
    live: @escaping (InteractionLog) -> Live
  ) {
    self.hyperparameters = hyperparameters
    self.weights = weights
    self.epochsRun = epochsRun
    self.trainingSeconds = trainingSeconds
    self.selectionSeconds = selectionSeconds
    evaluate = { split, progress in try Evaluation(split, progress, live: live) }
    session = { LiveBox(live($0)) }
  }
}

/// The ranks of both periods and how long they took.
struct Evaluation {
  let validation: FutureInteractionResult
  let test: FutureInteractionResult
  let validationSeconds: Double
  let testSeconds: Double

  init<Live: LiveRecommender & ~Copyable>(
    _ split: Split, _ progress: Progress, live: (InteractionLog) -> Live
  ) throws {
    let clock = Stopwatch()
    var beginnings: [Double] = []
    (validation, test) = try FutureInteraction.evaluate(
      split, progress: { progress.advance(to: $0) },
      scorer: { log in
        beginnings.append(clock.seconds)
        return live(log)
      })
    let end = clock.seconds
    validationSeconds = (beginnings.last ?? end) - (beginnings.first ?? end)
    testSeconds = end - (beginnings.last ?? end)
  }
}

/// A recommender that goes along with a stream.
protocol LiveSession: AnyObject {
  func recommend(_ count: Int, for user: Int, seen: SeenItems) -> [Recommendation]
  func observe(_ event: Interaction)
}

private final class LiveBox<Live: LiveRecommender & ~Copyable>: LiveSession {
  private var live: Live

  init(_ live: consuming Live) {
    self.live = live
  }

  func recommend(_ count: Int, for user: Int, seen: SeenItems) -> [Recommendation] {
    live.recommend(count, for: user, seen: seen)
  }

  func observe(_ event: Interaction) {
    live.observe(event)
  }
}

/// Seconds since it was made.
struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
