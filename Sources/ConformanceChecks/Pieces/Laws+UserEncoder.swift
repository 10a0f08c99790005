public import SeqRec

extension Laws {
  /// The laws of what stands for users, and, of an ``InductiveUserEncoder``, that it does not look at who
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
    let every = RowsOfUsers(
      users: users, numbers: check.numbers, sequences: check.batch(check.histories))
    var laws = lawsOfComputation(subject, every, shapes: [[]])
    laws += [
      Law("a row for each position", of: subject, check.rowForEachPosition),
      Law("what is asked changes no row", of: subject, check.ignoresQuestions),
      Law("a later item changes no earlier row", of: subject, check.isCausal),
      Law("users of a batch do not influence each other", of: subject, check.isByUser),
      Law("somebody whom training did not know is defined", of: subject, check.takesStrangers),
    ]
    if users is any InductiveUserEncoder {
      laws.append(Law("who it is changes nothing", of: subject, check.ignoresNumbers))
    }
    return laws
  }
}

struct RowsOfUsers<Users: UserEncoder>: DifferentiableOperation {
  let users: Users
  let numbers: [Int32]
  let sequences: SequenceBatch
  var parameters: [Parameter] { users.parameters }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    users.rows(of: numbers, in: sequences, on: &tape)
  }
}

private struct UserEncoderCheck<Users: UserEncoder> {
  let users: Users
  let itemCount: Int
  let userCount: Int

  var histories: [History] { Sample.histories([5, 1, 3, 2], itemCount: itemCount, Seed(21)) }

  /// Who they belong to.
  var numbers: [Int32] { histories.indices.map { Int32($0 % userCount) } }

  /// With a window that cuts off the beginning of the longest history.
  func batch(
    _ histories: [History], _ questions: SequenceBatch.Questions = .everyPosition
  ) -> SequenceBatch {
    SequenceBatch(histories, window: 3, questions: questions)
  }

  func rows(_ sequences: SequenceBatch, of numbers: [Int32]? = nil) -> Tensor<Double> {
    let operation = RowsOfUsers(
      users: users, numbers: numbers ?? self.numbers, sequences: sequences)
    return operation.value(at: operation.point([], Seed(22)))
  }

  @Sendable func rowForEachPosition(_ findings: inout Findings) {
    let sequences = batch(histories)
    findings.expectEqual(
      rows(sequences).shape, [sequences.positionCount, users.width], "the rows' shape")
  }

  @Sendable func ignoresQuestions(_ findings: inout Findings) {
    findings.expectSameBits(
      rows(batch(histories, .lastPosition)), rows(batch(histories)),
      "rows where the last positions alone ask")
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
        rows(batch([history]), of: [numbers[number]]),
        together.taking(sequences.positions(of: number)),
        Tolerance.sameInDouble, "the rows of sequence \(number) alone")
    }
  }

  @Sendable func ignoresNumbers(_ findings: inout Findings) {
    let sequences = batch(histories)
    let known = rows(sequences)
    for user in [-1, 1, Int32(userCount) + 7] {
      findings.expectSameBits(
        rows(sequences, of: histories.map { _ in user }), known,
        "the same histories, of user \(user)")
    }
  }

  @Sendable func takesStrangers(_ findings: inout Findings) {
    let sequences = batch(histories)
    for user in [-1, Int32(userCount), 1_000_000] {
      let found = rows(sequences, of: histories.map { _ in user })
      findings.expectEqual(
        found.shape, [sequences.positionCount, users.width], "rows of user \(user)")
      findings.expectFinite(found, "rows of user \(user)")
    }
  }
}
