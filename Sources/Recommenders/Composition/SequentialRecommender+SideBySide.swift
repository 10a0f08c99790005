import Gradients
import Interactions
import Tensors

/// Where the histories of a batch are that go side by side.
struct SideBySideStep: Hashable, Sendable {
  /// How many items of each history are read; the one at that place is to be predicted.
  var places: [Int32]
  /// The row of the step before that each goes on from; -1 for one that begins.
  var previous: [Int32]
  /// What part of the histories of a whole batch it has.
  var share: Double
}

extension SequentialRecommender {
  /// The steps of an epoch; see ``UserBatching/sideBySide``. O(events).
  func sideBySideSteps(
    of data: Dataset, size: Int
  ) -> [(users: [Int32], step: SideBySideStep)] {
    func begin(_ user: Int32) -> Double { data.histories.timestamps(of: Int(user))[0] }
    var waiting = data.users.sorted { (begin($0), $0) < (begin($1), $1) }[...]
    let whole = min(size, waiting.count)
    var users = Array(waiting.prefix(whole))
    waiting = waiting.dropFirst(whole)
    var step = SideBySideStep(
      places: Array(repeating: 1, count: whole), previous: Array(repeating: -1, count: whole),
      share: 1)
    var steps: [(users: [Int32], step: SideBySideStep)] = []
    while users.count >= data.negatives.fewestQuestions {
      steps.append((users, step))
      var next = SideBySideStep(places: [], previous: [], share: 1)
      var nextUsers: [Int32] = []
      for (row, user) in users.enumerated() {
        if Int(step.places[row]) + 1 < data.histories.items(of: Int(user)).count {
          nextUsers.append(user)
          next.places.append(step.places[row] + 1)
          next.previous.append(Int32(row))
        } else if let fresh = waiting.popFirst() {
          nextUsers.append(fresh)
          next.places.append(1)
          next.previous.append(-1)
        }
      }
      next.share = Double(nextUsers.count) / Double(max(whole, 1))
      (users, step) = (nextUsers, next)
    }
    return steps
  }

  /// The states after every position. Where `previous` is given, sequences go on from what the step before has left, or begin where
  /// it is -1; and what is remembered of them is left to the next step.
  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch,
    goingOnFrom previous: [Int32]?, on tape: inout Tape<S>
  ) -> Variable {
    guard let previous, let recurrent = sequence as? any RecurrentModel else {
      return sequence.states(of: inputs, user: user, in: sequences, on: &tape)
    }
    var begins = Tensor<S>(zeros: [previous.count, recurrent.memoryWidth], in: tape.pool)
    if let left = tape.carried(Self.memoryName) {
      for (row, source) in previous.enumerated() where source >= 0 {
        begins.assignRow(Int(source), of: left, toRow: row)
      }
    }
    let memory = tape.constant(begins)
    let result = recurrent.states(
      of: inputs, user: user, in: sequences, after: memory, on: &tape)
    tape.leave(result.memory, as: Self.memoryName)
    return result.states
  }

  private static var memoryName: String { "states of histories side by side" }
}
