import SeqRec

/// A table that is not what it says.
struct BrokenItems: ItemEncoder {
  let itemCount = 5
  let width = 3
  var parameters: [Parameter] { [] }

  func table<S: Scalar>(on tape: inout Tape<S>) -> Variable {
    tape.constant(Tensor(zeros: [itemCount - 1, width]))
  }
}

/// Encodes users wrongly, in one way.
struct BrokenUsers: InductiveUserEncoder {
  enum Fault: CaseIterable { case readsUsers, readsLaterItems, ignoresQuestions, readsNeighbours }

  let fault: Fault
  let width = 2
  var parameters: [Parameter] { [] }

  func rows<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    var rows = Tensor<S>(zeros: [sequences.positionCount, width])
    for (sequence, user) in sequences.users.enumerated() {
      let positions = sequences.positions(of: sequence)
      for position in positions {
        switch fault {
        case .readsUsers: rows[position, 0] = S(user)
        case .readsLaterItems: rows[position, 0] = S(sequences.items[positions.upperBound - 1])
        case .ignoresQuestions: rows[position, 0] = S(sequences.items[position])
        case .readsNeighbours: rows[position, 0] = S(sequences.items[0])
        }
      }
    }
    let every = tape.constant(rows)
    return fault == .ignoresQuestions ? every : tape.rows(sequences.rowPositions, of: every)
  }
}
