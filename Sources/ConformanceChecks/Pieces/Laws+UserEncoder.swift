public import SeqRec

extension Laws {
  /// The laws of what stands for users, and, of an ``InductiveUserEncoder``, that it never looks at who
  /// they are.
  ///
  /// - Parameters:
  ///   - itemCount: how many items it can read.
  ///   - userCount: how many users it knows.
  public static func ofUserEncoder<Users: UserEncoder>(
    _ users: Users, itemCount: Int, userCount: Int = 4
  ) -> [Law] {
    let subject = "\(Users.self)"
    let check = UserEncoderCheck(users: users, itemCount: itemCount, userCount: userCount)
    let every = RowsOfUsers(users: users, sequences: check.batch(check.histories))
    var laws = lawsOfComputation(subject, every, shapes: [[]])
    laws += [
      Law("a row for each question", of: subject, check.rowForEachQuestion),
      Law("a later item changes no earlier row", of: subject, check.isCausal),
      Law("users of a batch do not influence each other", of: subject, check.isByUser),
      Law("somebody whom training did not know is defined", of: subject, check.takesStrangers),
    ]
    if users is any InductiveUserEncoder {
      laws.append(Law("who it is changes nothing", of: subject, check.ignoresNames))
    }
    return laws
  }
}

struct RowsOfUsers<Users: UserEncoder>: DifferentiableOperation {
  let users: Users
  let sequences: SequenceBatch
  var parameters: [Parameter] { users.parameters }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    users.rows(of: sequences, on: &tape)
  }
}

private struct UserEncoderCheck<Users: UserEncoder> {
  let users: Users
  let itemCount: Int
  let userCount: Int

  var histories: [SequenceBatch.History] {
    Sample.histories([5, 1, 3, 2], itemCount: itemCount, userCount: userCount, Seed(21))
  }

  /// With a window that cuts off the beginning of the longest history.
  func batch(
    _ histories: [SequenceBatch.History],
    _ questions: SequenceBatch.Questions = .everyPosition
  ) -> SequenceBatch {
    SequenceBatch(histories, window: 3, questions: questions)
  }

  func rows(_ sequences: SequenceBatch) -> Tensor<Double> {
    let operation = RowsOfUsers(users: users, sequences: sequences)
    return operation.value(at: operation.point([], Seed(22)))
  }

  @Sendable func rowForEachQuestion(_ findings: inout Findings) {
    let (every, last) = (batch(histories), batch(histories, .lastPosition))
    let (everyRow, lastRow) = (rows(every), rows(last))
    findings.expectEqual(everyRow.shape, [every.rowCount, users.width], "at every position")
    findings.expectEqual(lastRow.shape, [last.rowCount, users.width], "at the last position")
    guard everyRow.rows == every.rowCount, lastRow.rows == last.rowCount else { return }
    for (sequence, position) in last.rowPositions.enumerated() {
      findings.expectClose(
        lastRow.taking(sequence..<sequence + 1), everyRow.taking(Int(position)..<Int(position) + 1),
        Tolerance.sameInDouble, "the last question of sequence \(sequence), asked alone")
    }
  }

  @Sendable func isCausal(_ findings: inout Findings) {
    let before = rows(batch(histories))
    for position in [1, 2] {
      var changed = histories
      let dropped = changed[0].items.count - 3
      changed[0] = changed[0].changed(from: dropped + position, itemCount: itemCount)
      findings.expectSameBits(
        rows(batch(changed)).taking(0..<position), before.taking(0..<position),
        "rows before position \(position), where items change")
    }
  }

  @Sendable func isByUser(_ findings: inout Findings) {
    let sequences = batch(histories)
    let together = rows(sequences)
    for (number, history) in histories.enumerated() {
      findings.expectClose(
        rows(batch([history])), together.taking(sequences.positions(of: number)),
        Tolerance.sameInDouble, "the rows of sequence \(number) alone")
    }
  }

  @Sendable func takesStrangers(_ findings: inout Findings) {
    for user in [-1, userCount, 1_000_000] {
      let found = rows(batch(histories.map { $0.of(user: user) }))
      findings.expectEqual(found.shape, [batch(histories).rowCount, users.width], "user \(user)")
      findings.expectFinite(found, "user \(user)")
    }
  }

  @Sendable func ignoresNames(_ findings: inout Findings) {
    let known = rows(batch(histories))
    for other in [-1, 1, userCount + 7] {
      findings.expectSameBits(
        rows(batch(histories.map { $0.of(user: other) })), known,
        "the same histories, of user \(other)")
    }
  }
}
