public import Gradients
public import Interactions
import Layers
public import Ranking
public import Recommenders
public import Tensors

/// U-AutoRec at work: an event adds one row of V to its user's pre-activation, and changes no parameter.
///
///     A[u] += V[i]    if u never had i before
///     score = f(g(A[u]) W + b)
///
/// O(k) an event, O(n k) a score of every item. Somebody without history is the empty row, `A[u] = mu`, and
/// is answered by what that decodes to. Items that training did not know are not scored.
public struct LiveUserAutoRec<Loss: Objective>: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: AutoRec<UserRows, Loss>
  /// The numbers, which never change here.
  public let weights: Weights<Float>

  private var interactions: UserItemMatrix
  private var preActivations: Tensor<Float>
  private let workers: Workers
  private let pool = StoragePool()

  /// A session in which `userCount` users have had these items, out of `itemCount`.
  init(
    _ model: AutoRec<UserRows, Loss>, weights: Weights<Float>, after interactions: UserItemMatrix,
    userCount: Int, itemCount: Int, workers: Workers
  ) {
    self.model = model
    self.weights = weights
    self.interactions = interactions
    self.workers = workers
    let rows = interactions.matrix(users: userCount, items: max(itemCount, model.rows.columns))
    preActivations = model.encoder.preActivations(
      of: rows.keepingColumns(model.rows.columns), with: weights, on: workers)
  }

  /// The number of items that training knew.
  public var itemCount: Int { model.rows.columns }

  /// Takes an event into the state. O(k).
  public mutating func observe(_ event: Interaction) {
    let isNewPair = interactions.insert(user: event.user, item: event.item)
    while preActivations.rows <= event.user {
      preActivations.appendRow(weights[model.encoder.layer.bias])
    }
    guard isNewPair, event.item < itemCount else { return }
    preActivations.addRow(
      event.item, of: weights[model.encoder.layer.weight], toRow: event.user)
  }

  /// The scores of all items for each question. 2 n k operations a question.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    let stranger = weights[model.encoder.layer.bias].reshaped(to: [1, model.width])
    let known = 0..<preActivations.rows
    var embeddings = Tensor<Float>(uninitialized: [questions.count, model.width], in: pool)
    for (row, question) in questions.enumerated() {
      let isKnown = known.contains(question.user)
      embeddings.assignActivated(
        ofRow: isKnown ? question.user : 0, of: isKnown ? preActivations : stranger,
        model.encoder.activation, toRow: row)
    }
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = Context(
      rowCount: questions.count, itemCount: itemCount, state: tape.constant(embeddings))
    let result = model.score.scores(of: .all, in: context, on: &tape)
    scores.assign(tape[result], on: workers)
  }

  /// Everybody: the empty row decodes to something, too.
  public func canScore(_ user: Int) -> Bool { true }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { interactions.items(of: user) }

  /// A score has no parts.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    items.map { _ in .whole }
  }
}

extension Trained {
  /// A live session that begins when `log` has happened. O(events k).
  public func live<Loss>(
    after log: InteractionLog, workers: Workers = .one
  ) -> LiveUserAutoRec<Loss> where M == AutoRec<UserRows, Loss> {
    LiveUserAutoRec(
      model, weights: weights, after: UserItemMatrix(after: log), userCount: log.userCount,
      itemCount: log.itemCount, workers: workers)
  }
}

extension AutoRec: InductiveModel where Rows == UserRows {
  /// The best-scored items for whoever has that history; O(items k) and one score of every item.
  public func recommendations(
    _ count: Int, after history: History, seen: SeenItems, with weights: Weights<Float>,
    on workers: Workers
  ) -> [Recommendation] {
    var interactions = UserItemMatrix()
    for item in history.keepingItems(below: rows.columns).items {
      interactions.insert(user: 0, item: Int(item))
    }
    guard interactions.count > 0 else { return [] }
    return LiveUserAutoRec(
      self, weights: weights, after: interactions, userCount: 1, itemCount: rows.columns,
      workers: workers
    ).recommend(count, for: 0, seen: seen)
  }
}
