public import Gradients
public import Interactions
import Ranking
public import Tensors

/// A sequential recommender at work: an event is appended to its user's history, and no parameter
/// changes.
///
/// O(1) an event. A score reads the user's last `window` items anew: users are scored in batches, which
/// cost what a forward pass costs. A user without history scores 0 everywhere. Items that training did
/// not know are not scored, and left out of histories.
public struct LiveSequentialRecommender<
  Items: ItemEncoder, States: SequenceModel, Score: ScoreFunction, Loss: Objective
>: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: SequentialRecommender<Items, States, Score, Loss>
  /// The numbers, which never change here.
  public let weights: Weights<Float>

  private var histories: UserHistories
  private let workers: Workers
  private let pool = StoragePool()

  init(
    _ model: SequentialRecommender<Items, States, Score, Loss>, weights: Weights<Float>,
    after log: InteractionLog, workers: Workers
  ) {
    self.model = model
    self.weights = weights
    self.workers = workers
    histories = UserHistories(after: log)
  }

  /// The number of items that training knew.
  public var itemCount: Int { model.itemCount }

  /// Appends to the user's history. Amortised O(1).
  public mutating func observe(_ event: Interaction) {
    histories.observe(event)
  }

  /// The scores of all items for each user. One forward pass for all of them.
  public func score(_ users: [Int], into scores: inout Tensor<Float>) {
    scores.fill(0)
    let (rows, sequences) = questions(of: users)
    guard let sequences else { return }
    var tape = Tape(weights, workers: workers, pool: pool)
    let result = model.scores(of: sequences, on: &tape)
    for (row, target) in rows.enumerated() {
      scores.assignRow(row, of: tape[result], toRow: target)
    }
  }

  /// What each item's score is made of: the terms of a ``CompositeScore``, else one called `score`.
  public func shares(of items: [Int], for user: Int) -> [[ScoreShare]] {
    guard let composite = model.score as? any CompositeScore,
      let sequences = questions(of: [user]).1
    else { return items.map { _ in [ScoreShare(term: "score", share: 1)] } }
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = model.context(of: sequences, on: &tape)
    return composite.shares(of: items, in: context, on: &tape)
  }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] {
    var seen: Set<Int32> = []
    return histories.items(of: user).filter { seen.insert($0).inserted }
  }

  /// The users' histories of known items, with the places of those that have one.
  private func questions(of users: [Int]) -> (rows: [Int], SequenceBatch?) {
    var rows: [Int] = []
    var known: [SequenceBatch.History] = []
    for (row, user) in users.enumerated() {
      let history = SequenceBatch.History(
        user: user, items: histories.items(of: user), timestamps: histories.timestamps(of: user)
      ).keepingItems(below: itemCount)
      guard !history.items.isEmpty else { continue }
      rows.append(row)
      known.append(history)
    }
    guard !known.isEmpty else { return (rows, nil) }
    return (
      rows, SequenceBatch(known, window: model.window, questions: .lastPosition)
    )
  }
}

extension Trained {
  /// A live session that begins when `log` has happened. O(events).
  public func live<Items, States, Score, Loss>(
    after log: InteractionLog, workers: Workers = .one
  ) -> LiveSequentialRecommender<Items, States, Score, Loss>
  where M == SequentialRecommender<Items, States, Score, Loss> {
    LiveSequentialRecommender(model, weights: weights, after: log, workers: workers)
  }
}
