public import Gradients
public import Interactions
public import Ranking
public import Tensors

/// A sequential recommender at work: an event is appended to its user's history, and no trained parameter
/// changes.
///
/// O(1) an event, and what the followed pieces take, whose numbers alone change. A score reads the user's last
/// `window` items anew: users are scored in batches, which cost what a forward pass costs. A user without history
/// scores 0 everywhere. Items that training did not know are not scored, and left out of histories.
public struct LiveSequentialRecommender<
  Items: ItemEncoder, States: SequenceModel, Score: ScoreFunction, User: UserEncoder,
  Loss: Objective
>: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: SequentialRecommender<Items, States, Score, User, Loss>
  /// The numbers; those of followed pieces change with the stream.
  public private(set) var weights: Weights<Float>

  private var histories: UserHistories
  private var followers: [any WeightsFollower]
  private let workers: Workers
  private let pool = StoragePool()

  init(
    _ model: SequentialRecommender<Items, States, Score, User, Loss>, weights: Weights<Float>,
    after log: InteractionLog, following pieces: [any FollowedPiece], workers: Workers
  ) {
    self.model = model
    self.workers = workers
    histories = UserHistories(after: log)
    var weights = weights
    followers = pieces.map { $0.follower(after: log, in: &weights) }
    self.weights = weights
  }

  /// The number of items that training knew.
  public var itemCount: Int { model.itemCount }

  /// Appends to the user's history. Amortised O(1), and what the followed pieces take.
  public mutating func observe(_ event: Interaction) {
    histories.observe(event)
    follow(event)
  }

  private mutating func follow(_ event: Interaction) {
    for place in followers.indices { followers[place].observe(event, in: &weights) }
  }

  /// The scores of all items for each question. One forward pass for all of them.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    scores.fill(0)
    score(questions.map { asked($0) }, into: &scores, firstRow: 0)
  }

  /// Scores and takes in all events with one forward pass: what is known before an event is its user's history
  /// until then. Pieces that follow the stream change in between, so that each event has a pass of its own.
  public mutating func replay(_ events: [Interaction], into scores: inout Tensor<Float>) {
    scores.fill(0)
    let together = followers.isEmpty ? max(events.count, 1) : 1
    for first in stride(from: 0, to: events.count, by: together) {
      let part = events[first..<min(first + together, events.count)]
      let asked = part.map { event in
        defer { histories.observe(event) }
        return self.asked(Question(of: event.user, at: event.timestamp))
      }
      // Single rows take other kernels: with two of them it does not matter how a replay is cut.
      let isLone = followers.isEmpty && asked.count { !$0.1.items.isEmpty } == 1
      score(asked, into: &scores, firstRow: first, twice: isLone)
      for event in part { follow(event) }
    }
  }

  private func score(
    _ asked: [(user: Int, History)], into scores: inout Tensor<Float>, firstRow: Int,
    twice: Bool = false
  ) {
    var tape = Tape(weights, workers: workers, pool: pool)
    let (rows, context) = context(of: asked, twice: twice, on: &tape)
    guard let context else { return }
    let result = model.score.scores(of: .all, in: context, on: &tape)
    for (row, target) in rows.enumerated() {
      scores.assignRow(row, of: tape[result], toRow: firstRow + target)
    }
  }

  /// What each item's score is made of: the terms of a ``CompositeScore``, else one called `score`.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    guard let composite = model.score as? any CompositeScore else {
      return items.map { _ in .whole }
    }
    var tape = Tape(weights, workers: workers, pool: pool)
    guard let context = context(of: [asked(question)], on: &tape).1 else {
      return items.map { _ in .shares(composite.termNames.map { ($0, 0) }) }
    }
    return composite.shares(of: items, in: context, on: &tape)
  }

  /// What the user's last items give to the state, where ``SequentialRecommender/sequence`` is an
  /// ``AttendingModel``; nil for a user without a history of known items. One forward pass.
  public func attention(for question: Question) -> Attention? {
    let (user, history) = asked(question)
    guard !history.items.isEmpty else { return nil }
    let sequences = SequenceBatch([history], window: model.window, questions: .lastPosition)
    var tape = Tape(weights, workers: workers, pool: pool)
    let layers = model.attention(
      in: sequences, user: Int32(clamping: user), on: &tape)
    guard let layers else { return nil }
    return Attention(
      items: sequences.items.map(Int.init),
      layers: layers.map { layer in
        let parts = tape[layer]
        return (0..<parts.rows).map { head in
          (0..<parts.columns).map { Double(parts[head, $0]) }
        }
      })
  }

  /// Who has a history of items that training knew.
  public func canScore(_ user: Int) -> Bool {
    histories.items(of: user).contains { (0..<Int32(itemCount)).contains($0) }
  }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { histories.distinctItems(of: user) }

  /// What is known of the user behind a question.
  private func asked(_ question: Question) -> (user: Int, History) {
    let history = histories.history(of: question.user, next: question.timestamp)
    return (question.user, history.keepingItems(below: itemCount))
  }

  /// What the score looks at, with the places of the users who have a history of known items; nothing
  /// where nobody has.
  private func context(
    of asked: [(user: Int, History)], twice: Bool = false, on tape: inout Tape<Float>
  ) -> (rows: [Int], Context?) {
    let known = asked.indices.filter { !asked[$0].1.items.isEmpty }
    let rows = twice ? known + known : known
    guard !rows.isEmpty else { return (rows, nil) }
    let sequences = SequenceBatch(
      rows.map { asked[$0].1 }, window: model.window, questions: .lastPosition)
    let users = rows.map { Int32(clamping: asked[$0].user) }
    return (rows, model.context(of: sequences, users: users, on: &tape))
  }
}

extension Trained {
  /// A live session that begins when `log` has happened. O(events).
  ///
  /// - Parameter pieces: pieces of the model whose numbers follow the stream; all stay as they are unless given.
  public func live<Items, States, Score, User, Loss>(
    after log: InteractionLog, following pieces: [any FollowedPiece] = [], workers: Workers = .one
  ) -> LiveSequentialRecommender<Items, States, Score, User, Loss>
  where M == SequentialRecommender<Items, States, Score, User, Loss> {
    LiveSequentialRecommender(
      model, weights: weights, after: log, following: pieces, workers: workers)
  }
}
