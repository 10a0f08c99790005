import SeqRec

extension LiveCheck where Session: ~Copyable {
  @Sendable func observesAsItBegins(_ findings: inout Findings) throws {
    let split = LawLog.split()
    let make = try trained(split.train)
    var observing = try make(split.train)
    for event in split.validation.events { observing.observe(event) }
    let begun = try make(split.train.joined(with: split.validation))
    let users = Array(0..<split.train.userCount)
    findings.expectClose(
      Self.scores(observing, users), Self.scores(begun, users), Tolerance.sameInFloat,
      "scores after events that were observed, by those of a session that begins after them")
    for user in users {
      findings.expectEqual(
        observing.seenItems(of: user), begun.seenItems(of: user), "what user \(user) has seen")
    }
  }

  @Sendable func observesOneUser(_ findings: inout Findings) throws {
    let split = LawLog.split()
    var session = try trained(split.train)(split.train)
    let users = Array(0..<split.train.userCount)
    for event in split.validation.events {
      let others = users.filter { $0 != event.user }
      let before = Self.scores(session, others)
      session.observe(event)
      findings.expectSameBits(
        Self.scores(session, others), before, "scores of others after an event of \(event.user)")
    }
  }

  /// The same users in another order, whose numbers differ therefore.
  @Sendable func ignoresNumbersOfUsers(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let other = LawLog(isReversed: true).log()
    let make = try trained(log)
    let one = try make(log)
    let two = try make(other)
    for walk in 0..<LawLog().users {
      let id = LawLog.id(ofWalk: walk)
      guard let a = log.users.index(of: id), let b = other.users.index(of: id) else { continue }
      findings.expectClose(
        Self.scores(two, [b]), Self.scores(one, [a]), Tolerance.sameInFloat,
        "scores of user \(a), who is user \(b) elsewhere")
    }
  }

  /// The same events with items numbered backwards.
  @Sendable func ignoresNumbersOfItems(_ findings: inout Findings) throws {
    let log = LawLog().log()
    let nothing = InteractionLog([(user: String, item: String, timestamp: Double)]())
    let make = try trained(nothing)
    var one = try make(nothing)
    var two = try make(nothing)
    for event in log.events {
      var mirrored = event
      mirrored.item = log.itemCount - 1 - event.item
      one.observe(event)
      two.observe(mirrored)
    }
    for user in 0..<log.userCount {
      let (a, b) = (Self.scores(one, [user]), Self.scores(two, [user]))
      findings.expectClose(
        Tensor(b.elements.reversed(), shape: b.shape), a, Tolerance.sameInFloat,
        "scores of user \(user) with items numbered backwards")
    }
  }
}
