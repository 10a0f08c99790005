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
  enum Fault: CaseIterable {
    case readsLaterItems, asksTheQuestions, readsNeighbours, isShort, readsNumbers
  }

  let fault: Fault
  let width = 2
  var itemCount: Int? { nil }
  var parameters: [Parameter] { [] }

  func rows<S: Scalar>(in sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    let count = sequences.positionCount - (fault == .isShort ? 1 : 0)
    var rows = Tensor<S>(zeros: [count, width])
    for position in 0..<count {
      let sequence = Int(sequences.sequenceOfPosition[position])
      rows[position, 0] =
        switch fault {
        case .readsLaterItems: S(sequences.items[sequences.starts[sequence + 1] - 1])
        case .asksTheQuestions: sequences.questions == .lastPosition ? 2 : 1
        case .readsNeighbours: S(sequences.items[0])
        case .isShort, .readsNumbers: 1
        }
    }
    return tape.constant(rows)
  }

  /// In the place of what an inductive encoder gets for nothing.
  func rows<S: Scalar>(
    of users: [Int32], in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    let rows = rows(in: sequences, on: &tape)
    return fault == .readsNumbers ? tape.combination([(rows, Double(users[0]))]) : rows
  }
}
