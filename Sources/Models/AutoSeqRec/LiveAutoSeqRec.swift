public import Gradients
public import Interactions
import Layers
public import Ranking
public import Recommenders
public import Tensors

/// AutoSeqRec at work: an event changes three rows of pre-activations by one row of `We` each, and no
/// parameter.
///
/// On event `(u, i)` with `j` the last item of `u`:
///
///     Ac[u] += We[i]                    if u never had i before
///     As[j] += We[i], At[i] += We[j]    if there is a j
///     Et[i] = relu(At[i])
///
/// O(k) an event; O(n k) a score of every item. Memory O(events + (m + 3 n) k). Users and items may be
/// new: a new user begins at `be`, a new item is reached through `Et` as soon as somebody gets to it.
public struct LiveAutoSeqRec: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: AutoSeqRec
  /// The numbers, which never change here.
  public let weights: Weights<Float>

  private var state: InteractionState
  /// Pre-activations of users, of items as sources and of items as targets.
  private var users, sources, targets: Tensor<Float>
  private var targetEmbeddings: Tensor<Float>
  private let workers: Workers
  private let pool = StoragePool()

  init(
    _ model: AutoSeqRec, weights: Weights<Float>, after log: InteractionLog,
    workers: Workers = .one
  ) {
    self.model = model
    self.weights = weights
    self.workers = workers
    state = InteractionState(after: log)
    let none = Tensor<Float>(zeros: [0, model.width])
    (users, sources, targets, targetEmbeddings) = (none, none, none, none)
    rebuild()
  }

  /// The number of items known: those of the model and those observed since.
  public var itemCount: Int { max(model.itemCount, state.itemCount) }

  /// Computes everything anew from R and T, which cancels the rounding of many small additions.
  /// O(events k).
  public mutating func rebuild() {
    let known = model.itemCount
    let items = itemCount
    func preActivations(_ rows: SparseMatrix<Float>) -> Tensor<Float> {
      model.encoder.preActivations(of: rows.keepingColumns(known), with: weights, on: workers)
    }
    let transitions = state.transitions.matrix(items: items)
    users = preActivations(state.interactions.matrix(users: state.userCount, items: items))
    sources = preActivations(transitions)
    targets = preActivations(transitions.transposed())
    targetEmbeddings = Tensor(zeros: targets.shape)
    targetEmbeddings.assignRelu(of: targets, on: workers)
  }

  /// Takes an event into the state. O(k), and no allocation but for what grows.
  public mutating func observe(_ event: Interaction) {
    let count = Float(model.options.liveTransitionCount)
    let change = state.observe(user: event.user, item: event.item, transitionCount: count)
    makeRoom()
    let table = weights[model.encoder.layer.weight]
    let isKnown = event.item < model.itemCount
    if change.isNewPair && isKnown { users.addRow(event.item, of: table, toRow: event.user) }
    guard let previous = change.previous else { return }
    if isKnown { sources.addRow(event.item, of: table, toRow: previous, times: count) }
    guard previous < model.itemCount else { return }
    targets.addRow(previous, of: table, toRow: event.item, times: count)
    targetEmbeddings.assignRelu(ofRow: event.item, of: targets, toRow: event.item)
  }

  private mutating func makeRoom() {
    let bias = weights[model.encoder.layer.bias]
    while users.rows < state.userCount { users.appendRow(bias) }
    while sources.rows < itemCount {
      let row = sources.rows
      sources.appendRow(bias)
      targets.appendRow(bias)
      targetEmbeddings.appendRow(bias)
      targetEmbeddings.assignRelu(ofRow: row, of: targets, toRow: row)
    }
  }

  /// The score of every item; see ``AutoSeqRec``. 6 n k operations a question.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    for (row, question) in questions.enumerated() {
      var tape = Tape(weights, workers: workers, pool: pool)
      let context = context(of: question.user, on: &tape)
      let result = model.score.scores(of: .all, in: context, on: &tape)
      scores.assignRow(0, of: tape[result], toRow: row)
    }
  }

  /// The long-term, one-hop and two-hop score of every item, unweighted, each `[1, itemCount]`.
  func parts(for user: Int) -> [Tensor<Float>] {
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = context(of: user, on: &tape)
    return model.score.parts(of: .all, in: context, on: &tape).map { tape[$0] }
  }

  /// `Ec` of all users, `Es` and `Et` of all items, at this moment. O((m + n) k).
  public func embeddings() -> (
    collaborative: Tensor<Float>, source: Tensor<Float>, target: Tensor<Float>
  ) {
    func relu(_ preActivations: Tensor<Float>) -> Tensor<Float> {
      var embeddings = Tensor<Float>(zeros: preActivations.shape)
      embeddings.assignRelu(of: preActivations, on: workers)
      return embeddings
    }
    return (relu(users), relu(sources), targetEmbeddings)
  }

  /// How much of each item's score is long-term, one-hop and two-hop.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = context(of: question.user, on: &tape)
    return model.score.shares(of: items, in: context, on: &tape)
  }

  /// Everybody with a history, and others as ``AutoSeqRec/Options/scoresColdUsers`` says.
  public func canScore(_ user: Int) -> Bool {
    model.options.scoresColdUsers || state.lastItem(of: user) != nil
  }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { state.interactions.items(of: user) }

  /// `Ec[u]`, `Es[j]` and `Et`; of a user that is not to be scored, nothing.
  private func context(of user: Int, on tape: inout Tape<Float>) -> Context {
    var context = Context(rowCount: 1, itemCount: itemCount)
    let last = state.lastItem(of: user)
    guard canScore(user) else { return context }
    let userRow =
      (0..<users.rows).contains(user) ? embedding(of: user, in: users) : embeddingOfStranger
    context.user = tape.constant(userRow)
    if let last { context.state = tape.constant(embedding(of: last, in: sources)) }
    context.items = tape.constant(targetEmbeddings)
    return context
  }

  /// Nobody's history encodes to the bias.
  private var embeddingOfStranger: Tensor<Float> {
    embedding(of: 0, in: weights[model.encoder.layer.bias].reshaped(to: [1, model.width]))
  }

  private func embedding(of row: Int, in preActivations: Tensor<Float>) -> Tensor<Float> {
    var embedding = Tensor<Float>(uninitialized: [1, model.width], in: pool)
    embedding.assignRelu(ofRow: row, of: preActivations, toRow: 0)
    return embedding
  }
}

extension Trained<AutoSeqRec> {
  /// A live session that begins when `log` has happened. O(events k).
  public func live(after log: InteractionLog, workers: Workers = .one) -> LiveAutoSeqRec {
    LiveAutoSeqRec(model, weights: weights, after: log, workers: workers)
  }
}
