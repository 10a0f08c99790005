public import Gradients
public import Interactions
import Layers
public import Ranking
public import Recommenders
public import Tensors

/// I-AutoRec at work: an event changes one item's hidden row, and no parameter.
///
///     A[i] += V[u], H[i] = g(A[i])    if u is known and never had i before
///     score[i] = f(H[i] . W[u] + b[u])
///
/// with `W[u]` a column of the decoder. O(k) an event, O(n k) a score of every item. Items may be new: they
/// begin at `mu`. Users may not: whom training did not meet is scored with the mean of all `W[u]` and `b[u]`,
/// which are the mean scores of everybody where `f` is the identity, and leaves no trace in `A`.
public struct LiveItemAutoRec<Loss: Objective>: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: AutoRec<ItemRows, Loss>
  /// The numbers, which never change here.
  public let weights: Weights<Float>

  private var interactions: UserItemMatrix
  /// `A` and `H [n, k]`
  private var preActivations, embeddings: Tensor<Float>
  /// A row `W[u]` and an element `b[u]` for each user, and last of all their means.
  private let decoders, biases: Tensor<Float>
  private let workers: Workers
  private let pool = StoragePool()

  init(
    _ model: AutoRec<ItemRows, Loss>, weights: Weights<Float>, after log: InteractionLog,
    workers: Workers
  ) {
    self.model = model
    self.weights = weights
    self.workers = workers
    interactions = UserItemMatrix(after: log)
    let known = model.rows.columns
    let rows = interactions.matrix(users: max(log.userCount, known), items: log.itemCount)
      .transposed()
    preActivations = model.encoder.preActivations(
      of: rows.keepingColumns(known), with: weights, on: workers)
    embeddings = Tensor(zeros: preActivations.shape)
    embeddings.assignActivated(preActivations, model.encoder.activation, on: workers)
    decoders = weights[model.score.decoder.weight].transposedWithMean()
    biases = weights[model.score.decoder.bias].reshaped(to: [1, known]).transposedWithMean()
  }

  /// The number of items known.
  public var itemCount: Int { embeddings.rows }

  /// Takes an event into the state. O(k), and no allocation but for what grows.
  public mutating func observe(_ event: Interaction) {
    let isNewPair = interactions.insert(user: event.user, item: event.item)
    let activation = model.encoder.activation
    while itemCount <= event.item {
      preActivations.appendRow(weights[model.encoder.layer.bias])
      embeddings.appendRow(weights[model.encoder.layer.bias])
      embeddings.assignActivated(
        ofRow: itemCount - 1, of: preActivations, activation, toRow: itemCount - 1)
    }
    guard isNewPair, event.user < model.rows.columns else { return }
    preActivations.addRow(event.user, of: weights[model.encoder.layer.weight], toRow: event.item)
    embeddings.assignActivated(
      ofRow: event.item, of: preActivations, activation, toRow: event.item)
  }

  /// The scores of all items for each question. 2 n k operations a question.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    let known = 0..<model.rows.columns
    for (row, question) in questions.enumerated() {
      let user = known.contains(question.user) ? question.user : known.count
      var decoder = Tensor<Float>(uninitialized: [1, model.width], in: pool)
      decoder.assignRow(user, of: decoders, toRow: 0)
      var bias = Tensor<Float>(uninitialized: [itemCount], in: pool)
      bias.fill(biases[user])
      var tape = Tape(weights, workers: workers, pool: pool)
      let query = tape.constant(decoder)
      let (table, shift) = (tape.constant(embeddings), tape.constant(bias))
      let logits = tape.dots(of: query, with: table, bias: shift)
      let result = tape.activate(logits, model.score.activation)
      scores.assignRow(0, of: tape[result], toRow: row)
    }
  }

  /// Everybody: whom training did not meet is scored like the mean of everybody.
  public func canScore(_ user: Int) -> Bool { true }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { interactions.items(of: user) }

  /// A score has no parts.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    items.map { _ in .whole }
  }
}

extension Trained {
  /// A live session that begins when `log` has happened. O(events k + m k).
  public func live<Loss>(
    after log: InteractionLog, workers: Workers = .one
  ) -> LiveItemAutoRec<Loss> where M == AutoRec<ItemRows, Loss> {
    LiveItemAutoRec(model, weights: weights, after: log, workers: workers)
  }
}

extension Tensor<Float> {
  /// Rows and columns exchanged, and a last row that is the mean of the others.
  fileprivate func transposedWithMean() -> Tensor {
    var result = Tensor(zeros: [columns + 1, rows])
    for row in 0..<rows {
      var sum = 0.0
      for column in 0..<columns {
        result[column, row] = self[row, column]
        sum += Double(self[row, column])
      }
      result[columns, row] = Float(sum / Double(columns))
    }
    return result
  }
}
