import SeqRec

/// A dot product that is wrong in one way.
struct BrokenScore: SeparableScore {
  enum Fault: CaseIterable {
    case takesTheNextCandidate, hidesWhatItReads, adaptsToTheBatch, biasesByPlace
    case scalesItsScores, looksAhead, readsMore
  }

  let fault: Fault
  var parameters: [Parameter] { [] }
  var reads: Context.Parts { fault == .hidesWhatItReads ? [] : [.state, .items, .sequences] }
  var needs: Context.Parts { reads.subtracting(.sequences) }

  func check(_ sizes: CompositionSizes) {}

  func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    let state = context.state ?? tape.constant(Tensor(zeros: [1, 4]))
    switch fault {
    case .adaptsToTheBatch:
      let first = tape[state][tape[state].count - 1]
      return tape.combination([(state, Double(first))])
    case .readsMore:
      return context.user.map { tape.combination([(state, 1), ($0, 1)]) } ?? state
    case .looksAhead:
      guard let items = context.sequences?.items else { return state }
      let next = items.indices.map { S(items[min($0 + 1, items.count - 1)]) }
      let rows = next.flatMap { [$0, $0, $0, $0] }
      let ahead = tape.constant(Tensor(rows, shape: [next.count, 4]))
      return tape.combination([(state, 1), (ahead, 1)])
    default: return state
    }
  }

  func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    context.items ?? tape.constant(Tensor(zeros: [context.itemCount, 4]))
  }

  func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable? { nil }

  func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let query = query(in: context, on: &tape)
    let targets = targets(in: context, on: &tape)
    switch candidates {
    case .each(let items):
      let shift: Int32 = fault == .takesTheNextCandidate ? 1 : 0
      let chosen = items.map { ($0 + shift) % Int32(context.itemCount) }
      return tape.dots(of: query, with: targets, candidates: chosen)
    case .all:
      let all = tape.dots(of: query, with: targets)
      if fault == .scalesItsScores { return tape.combination([(all, 2)]) }
      guard fault == .biasesByPlace else { return all }
      let rows = tape[all].rows
      let places = (0..<rows * context.itemCount).map { S($0 % context.itemCount) }
      let bias = tape.constant(Tensor(places, shape: [rows, context.itemCount]))
      return tape.combination([(all, 1), (bias, 1)])
    }
  }
}

/// A decoder whose scores are not what it decodes.
struct BrokenDecoder: DecodedScore {
  private let row = DecodedRow(
    Linear("decoder", inputs: 4, outputs: 6), .identity, of: .state)

  var activation: Activation { .sigmoid }
  var decoder: Linear { row.decoder }
  var parameters: [Parameter] { row.parameters }
  var reads: Context.Parts { row.reads }
  var needs: Context.Parts { row.needs }

  func check(_ sizes: CompositionSizes) throws(CompositionError) { try row.check(sizes) }

  func embedding<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    row.embedding(in: context, on: &tape)
  }

  func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    row.scores(of: candidates, in: context, on: &tape)
  }
}
