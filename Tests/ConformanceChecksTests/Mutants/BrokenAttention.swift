import SeqRec

/// The last item as the state, which says wrongly what it takes in, in one way.
struct BrokenAttention: AttendingModel {
  enum Fault: CaseIterable { case isNoWhole, isNegative, leavesOneOut }

  let fault: Fault
  let width = 3
  var inputWidth: Int { width }
  var userWidth: Int? { nil }
  var maxLength: Int? { 6 }
  var parameters: [Parameter] { [] }

  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable { inputs }

  func attention<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> [Variable] {
    let count = sequences.positionCount
    let parts: [S] =
      switch fault {
      case .isNoWhole: [S](repeating: 1, count: count)
      case .isNegative: (0..<count).map { count > 1 && $0 == 0 ? -1 : $0 == count - 1 ? 2 : 0 }
      case .leavesOneOut: (1..<count).map { $0 == 1 ? 1 : 0 }
      }
    return [tape.constant(Tensor(parts, shape: [1, parts.count]))]
  }
}
