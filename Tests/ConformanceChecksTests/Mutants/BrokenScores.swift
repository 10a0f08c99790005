import SeqRec

/// A dot product that is wrong in one way.
struct BrokenScore: SeparableScore {
  enum Fault: CaseIterable {
    case takesTheNextCandidate, hidesWhatItReads, adaptsToTheBatch, biasesByPlace
    case scalesItsScores
  }

  let fault: Fault
  var parameters: [Parameter] { [] }
  var reads: Context.Parts { fault == .hidesWhatItReads ? [] : [.state, .items] }

  func check(_ sizes: CompositionSizes) {}

  func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    let state = context.state ?? tape.constant(Tensor(zeros: [1, 4]))
    switch fault {
    case .adaptsToTheBatch:
      let first = tape[state][tape[state].count - 1]
      return tape.combination([(state, Double(first))])
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
