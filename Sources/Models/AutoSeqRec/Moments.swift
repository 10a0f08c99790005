import Gradients
import Recommenders
import Tensors

/// What several questions read, a row each, as it was at the moment of the question; events may have come between
/// them. Rows of users without history stay zero: they are scored one by one.
struct Moments {
  /// `Ec[u]` and the state of each question, `[rows, k]`.
  var users, states: Tensor<Float>
  /// `[rows, n]`, where the model reads them.
  var transitions, trend: Tensor<Float>?
  /// The rows of users with a history.
  var known: [Int] = []
  /// Rows of `Et` before events changed them, `[events, k]`, and which questions they are for.
  private(set) var former: Tensor<Float>?
  private(set) var entries: [(place: Int, questions: Range<Int>)] = []
  /// The questions from which on nothing has been kept of an item.
  private var firstLater: [Int: Int] = [:]

  /// So many questions to a session.
  init(_ count: Int, of live: borrowing LiveAutoSeqRec) {
    let (width, items, reads) = (live.model.width, live.itemCount, live.model.score.reads)
    users = Tensor(zeros: [count, width], in: live.pool)
    states = Tensor(zeros: [count, width], in: live.pool)
    if reads.contains(.transitions) { transitions = Tensor(zeros: [count, items], in: live.pool) }
    if reads.contains(.trend) { trend = Tensor(zeros: [count, items], in: live.pool) }
  }

  /// Keeps a row of `Et` that is about to change for the questions up to that row.
  mutating func keep(
    _ item: Int, of table: Tensor<Float>, afterRow row: Int, in pool: StoragePool
  ) {
    if former == nil { former = Tensor(zeros: users.shape, in: pool) }
    former?.assignRow(item, of: table, toRow: entries.count)
    entries.append((item, firstLater[item, default: 0]..<row + 1))
    firstLater[item] = row + 1
  }

  /// The same as a context.
  func context(_ live: borrowing LiveAutoSeqRec, on tape: inout Tape<Float>) -> Context {
    var context = Context(rowCount: users.rows, itemCount: live.itemCount)
    context.user = tape.constant(users)
    context.state = tape.constant(states)
    context.items = tape.constant(live.targets.embeddings)
    if live.model.score.reads.contains(.sources) {
      context.sources = tape.constant(live.sources.embeddings)
    }
    context.transitions = transitions.map { tape.constant($0) }
    context.trend = trend.map { tape.constant($0) }
    if let former { context.formerItems = FormerRows(tape.constant(former), entries) }
    return context
  }
}
