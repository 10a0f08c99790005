import SeqRec

/// Turns inputs into states wrongly, in one way.
struct BrokenSequenceModel: SequenceModel {
  enum Fault: CaseIterable {
    case looksAhead, leaksBetweenSequences, readsLaterTimes, asksTheQuestions, addsPerBatch
    case drawsWithoutSeed, hasTwoOfOneName, losesAGradient, isNarrow
  }

  let fault: Fault
  let width = 3
  var inputWidth: Int { width }
  var userWidth: Int? { nil }
  var maxLength: Int? { 6 }

  var parameters: [Parameter] {
    guard fault == .hasTwoOfOneName else { return [] }
    return [2, 3].map { Parameter("same", shape: [$0], initializer: .zeros) }
  }

  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    let last = Int32(sequences.positionCount - 1)
    switch fault {
    case .looksAhead:
      let next = (0...last).map { position in
        sequences.starts.contains(Int(position) + 1) ? position : position + 1
      }
      return plus(tape.rows(next, of: inputs), inputs, on: &tape)
    case .leaksBetweenSequences:
      let previous = (0...last).map { max($0 - 1, 0) }
      return plus(tape.rows(previous, of: inputs), inputs, on: &tape)
    case .readsLaterTimes:
      let latest = sequences.timestamps.max() ?? 0
      return tape.combination([(inputs, 1 + latest / 1000)])
    case .asksTheQuestions:
      return tape.combination([(inputs, sequences.questions == .lastPosition ? 2 : 1)])
    case .addsPerBatch:
      return tape.combination([(inputs, Double(sequences.count))])
    case .drawsWithoutSeed:
      return tape.combination([(inputs, Double.random(in: 1...2))])
    case .hasTwoOfOneName:
      return inputs
    case .losesAGradient:
      return tape.constant(tape[inputs])
    case .isNarrow:
      return tape.rows((0..<last).map { $0 }, of: inputs)
    }
  }

  private func plus<S: Scalar>(
    _ a: Variable, _ b: Variable, on tape: inout Tape<S>
  ) -> Variable { tape.combination([(a, 1), (b, 1)]) }
}
