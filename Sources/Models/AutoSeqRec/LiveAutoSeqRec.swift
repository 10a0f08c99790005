public import Gradients
public import Interactions
import Layers
public import Ranking
public import Recommenders
public import Tensors

/// AutoSeqRec at work: an event changes three rows of pre-activations by one row of `We` each, a few counts,
/// and no parameter.
///
/// On event `(u, i)` with `j` the last item of `u`:
///
///     Ac[u] += We[i]                    if u never had i before
///     As[j] += We[i], At[i] += We[j]    if there is a j
///     Es[j] = relu(As[j]), Et[i] = relu(At[i])
///
/// with `A = be + X We` of raw counts; damped counts (``AutoSeqRec/Options/countExponent``) divide the sum by the
/// row's total where an embedding is made of it.
///
/// O(k) an event; O(n k) a score of every item. Memory O(events + (m + 4 n) k + m recentItems), and 2 k more for
/// each item with many transitions. However many come, the sums are off by about a rounding each. Users and items
/// may be new: a new user begins at `be`, a new item is reached through `Et` as soon as somebody gets to it.
public struct LiveAutoSeqRec: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: AutoSeqRec
  /// The numbers, which never change here.
  public let weights: Weights<Float>

  private(set) var state: InteractionState
  private(set) var recent: RecentItems
  private(set) var trend: DecayedCounts
  /// Pre-activations of users.
  private(set) var users: EncodedRows
  /// Pre-activations and embeddings of items as sources and of items as targets.
  private(set) var sources, targets: EmbeddedRows
  let workers: Workers
  let pool = StoragePool()

  init(
    _ model: AutoSeqRec, weights: Weights<Float>, after log: InteractionLog,
    workers: Workers = .one
  ) {
    self.model = model
    self.weights = weights
    self.workers = workers
    state = InteractionState(after: log)
    recent = RecentItems(after: log, limit: model.options.recentItems)
    trend = DecayedCounts(halfLife: model.options.trendHalfLife)
    for event in log.events { trend.count(event.item) }
    let none = EncodedRows(
      SparseMatrix(columns: model.itemCount, rows: []), EncoderNumbers(model, weights), on: .one)
    users = none
    (sources, targets) = (EmbeddedRows(none), EmbeddedRows(none))
    rebuild()
  }

  /// The number of items known: those of the model and those observed since.
  public var itemCount: Int { max(model.itemCount, state.itemCount) }

  /// Computes everything anew from R and T. What is observed keeps to that within a rounding or so, and needs no
  /// rebuild from time to time. O(events k).
  public mutating func rebuild() {
    let known = model.itemCount
    let items = itemCount
    let encoder = EncoderNumbers(model, weights)
    func encoded(_ rows: SparseMatrix<Float>) -> EncodedRows {
      EncodedRows(rows.keepingColumns(known), encoder, on: workers)
    }
    let transitions = state.transitions.matrix(items: items)
    users = encoded(state.interactions.matrix(users: state.userCount, items: items))
    sources = EmbeddedRows(encoded(transitions))
    targets = EmbeddedRows(encoded(transitions.transposed()))
  }

  /// Takes an event into the state. O(k), and no allocation but for what grows, and for a row at a time where
  /// counts are damped.
  public mutating func observe(_ event: Interaction) {
    let table = weights[model.encoder.layer.weight]
    prefetch(event, of: table)
    let count = Float(model.options.liveTransitionCount)
    let change = state.observe(user: event.user, item: event.item, transitionCount: count)
    recent.observe(user: event.user, item: event.item)
    trend.count(event.item)
    makeRoom()
    let isKnown = event.item < model.itemCount
    if change.isNewPair && isKnown { users.count(event.item, of: table, inRow: event.user) }
    guard let previous = change.previous else { return }
    if isKnown { sources.count(event.item, of: table, inRow: previous, times: count) }
    guard previous < model.itemCount else { return }
    targets.count(previous, of: table, inRow: event.item, times: count)
  }

  /// Where there are many users and items, what an event touches lies in dozens of places of memory: all are asked
  /// for before any is waited for.
  private func prefetch(_ event: Interaction, of table: Tensor<Float>) {
    users.prefetch(event.user)
    targets.prefetch(event.item)
    table.prefetchRow(event.item)
    recent.prefetch(event.user)
    trend.prefetch(event.item)
    guard let previous = state.prefetch(user: event.user, item: event.item) else { return }
    sources.prefetch(previous)
    table.prefetchRow(previous)
  }

  private mutating func makeRoom() {
    while users.count < state.userCount { users.appendEmptyRow() }
    while sources.count < itemCount {
      sources.appendEmptyRow()
      targets.appendEmptyRow()
    }
  }

  /// The score of every item; see ``AutoSeqRec``. 6 n k operations a question; the multi-hop term adds 2 n k, and
  /// 4 n k for each hop beyond two.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    var moments = Moments(questions.count, of: self)
    for (row, question) in questions.enumerated() {
      note(question.user, forRow: row, in: &moments, orScoreInto: &scores)
    }
    score(moments, into: &scores)
  }

  /// Scores the question behind each event and takes the event in, all events together as products of
  /// matrices: what a question reads is noted before its event is taken in, and of what events change, only
  /// a row of `Et` each is read by other questions too; that row is scored as it was for those that came
  /// before. 6 n k operations an event.
  public mutating func replay(
    _ events: [Interaction], into scores: inout Tensor<Float>
  ) {
    precondition(
      events.allSatisfy { $0.item < itemCount }, "events of other items than \(itemCount)")
    // Multi-hop scores read both tables, and follow what changed in them to other items.
    guard !model.score.reads.contains(.sources) else {
      for (row, event) in events.enumerated() {
        score(oneOf: event.user, into: &scores, row: row)
        observe(event)
      }
      return
    }
    // A single row would take kernels of its own, and other last bits than the same row among others.
    var moments = Moments(max(events.count, 2), of: self)
    for (row, event) in events.enumerated() {
      note(event.user, forRow: row, in: &moments, orScoreInto: &scores)
      if !recent[event.user].isEmpty {
        moments.keep(event.item, of: targets.embeddings, afterRow: row, in: pool)
      }
      observe(event)
    }
    score(moments, into: &scores)
  }

  /// The score of every item by each term, unweighted, each `[1, itemCount]`.
  func parts(for question: Question) -> [Tensor<Float>] {
    var tape = Tape(weights, workers: workers, pool: pool)
    let context = context(of: question.user, on: &tape)
    return model.score.parts(of: .all, in: context, on: &tape).map { tape[$0] }
  }

  /// `Ec` of all users, `Es` and `Et` of all items, at this moment. O(m k).
  public func embeddings() -> (
    collaborative: Tensor<Float>, source: Tensor<Float>, target: Tensor<Float>
  ) {
    (users.embeddings(), sources.embeddings, targets.embeddings)
  }

  /// How much of each item's score is which term's.
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
}

extension Trained<AutoSeqRec> {
  /// A live session that begins when `log` has happened. O(events k).
  public func live(after log: InteractionLog, workers: Workers = .one) -> LiveAutoSeqRec {
    LiveAutoSeqRec(model, weights: weights, after: log, workers: workers)
  }
}
