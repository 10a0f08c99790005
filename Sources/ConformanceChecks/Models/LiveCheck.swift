import SeqRec

/// A live session that begins after a log.
typealias SessionMaker<Session: LiveRecommender & SendableMetatype & ~Copyable> =
  @Sendable (InteractionLog) throws -> Session

/// The laws of what lives through a stream.
struct LiveCheck<Session: LiveRecommender & SendableMetatype & ~Copyable>: Sendable {
  /// Gives, for a training log, what begins sessions.
  let trained: @Sendable (InteractionLog) throws -> SessionMaker<Session>

  static func scores(_ session: borrowing Session, _ users: [Int]) -> Tensor<Float> {
    var scores = Tensor<Float>(repeating: .nan, shape: [users.count, session.itemCount])
    session.score(users.map { Question(of: $0) }, into: &scores)
    return scores
  }

  /// Whether everything that can be asked has an ordinary answer.
  static func expectAnswers(
    _ session: borrowing Session, _ users: [Int], _ what: String, _ findings: inout Findings
  ) {
    let itemCount = session.itemCount
    for user in users {
      let scores = scores(session, [user])
      findings.expectFinite(scores, "\(what): scores of user \(user)")
      let seen = Set(session.seenItems(of: user))
      findings.expectEqual(
        seen.count, session.seenItems(of: user).count, "\(what): different seen items of \(user)")
      for (filter, left) in [
        (SeenItems.filtered, (0..<itemCount).filter { !seen.contains(Int32($0)) }),
        (.kept, Array(0..<itemCount)),
      ] {
        // Best first; of equal scores the first item.
        let candidates = session.canScore(user) ? left : []
        let ranked = candidates.sorted { a, b in
          scores[0, a] == scores[0, b] ? a < b : scores[0, a] > scores[0, b]
        }
        for count in [0, 1, 3, itemCount + 2] {
          let found = session.recommend(count, for: user, seen: filter)
          findings.expectEqual(
            found.map(\.item), Array(ranked.prefix(count)),
            "\(what): the best \(count) for user \(user), seen items \(filter.rawValue)")
          for recommendation in found where recommendation.item < itemCount {
            findings.expectEqual(
              recommendation.score, scores[0, recommendation.item],
              "\(what): the score of item \(recommendation.item) for user \(user)")
          }
        }
      }
    }
  }

  @Sendable func answers(_ findings: inout Findings) throws {
    let split = LawLog.split()
    let session = try trained(split.train)(split.train)
    let users = Array(0..<split.train.userCount)
    for user in users {
      var seen: [Int32] = []
      for event in split.train.events where event.user == user {
        if !seen.contains(Int32(event.item)) { seen.append(Int32(event.item)) }
      }
      findings.expectEqual(session.seenItems(of: user), seen, "what user \(user) has seen")
    }
    Self.expectAnswers(session, users, "after training", &findings)
  }

  /// Nobody's number, and somebody without any event.
  @Sendable func answersStrangers(_ findings: inout Findings) throws {
    let split = LawLog.split()
    let make = try trained(split.train)
    var session = try make(split.train)
    let stranger = split.train.userCount + 5
    Self.expectAnswers(session, [stranger], "a user beyond the log", &findings)
    let silent = Set(0..<stranger).subtracting(split.train.events.map(\.user)).sorted()
    findings.expect(!silent.isEmpty, "expected a user without events in the sample")
    Self.expectAnswers(session, silent, "a user without history", &findings)
    session.observe(Interaction(user: stranger, item: 2, timestamp: 1e6))
    Self.expectAnswers(session, [stranger, 0], "a first event of a new user", &findings)
    findings.expectEqual(session.seenItems(of: stranger), [2], "what a new user has seen")
  }

  @Sendable func observesNewItems(_ findings: inout Findings) throws {
    let split = LawLog.split()
    var session = try trained(split.train)(split.train)
    let item = split.train.itemCount + 3
    for (user, item) in [(0, item), (1, item), (1, 2), (split.train.userCount + 2, item)] {
      session.observe(Interaction(user: user, item: item, timestamp: 1e6))
      Self.expectAnswers(session, [0, 1, 2, user], "after an item beyond training", &findings)
      findings.expect(
        session.seenItems(of: user).contains(Int32(item)),
        "expected item \(item) among what user \(user) has seen")
    }
  }

  @Sendable func lastsInSmallWorlds(_ findings: inout Findings) throws {
    for (users, items) in [(1, 1), (6, 1), (1, 6), (2, 2)] {
      let log = LawLog(users: users, items: items).log()
      let session = try trained(log)(log)
      Self.expectAnswers(
        session, Array(0...users), "\(users) users and \(items) items", &findings)
    }
  }

  @Sendable func scoresBatches(_ findings: inout Findings) throws {
    let split = LawLog.split()
    let session = try trained(split.train)(split.train)
    let users = Array((0..<split.train.userCount + 2).reversed()) + [1, 1]
    let together = Self.scores(session, users)
    for (row, user) in users.enumerated() {
      findings.expectClose(
        together.taking(row..<row + 1), Self.scores(session, [user]), Tolerance.sameInFloat,
        "scores of user \(user), with others")
    }
  }

  /// Scoring is a question, not an event.
  @Sendable func scoringChangesNothing(_ findings: inout Findings) throws {
    let split = LawLog.split()
    let session = try trained(split.train)(split.train)
    let users = Array(0..<split.train.userCount)
    let before = Self.scores(session, users)
    for user in users { _ = session.recommend(3, for: user) }
    findings.expectSameBits(Self.scores(session, users), before, "scores when asked again")
  }

  func laws(_ subject: String, _ traits: ModelTraits) -> [Law] {
    var laws = [
      Law("recommendations are the best unseen items in order", of: subject, answers),
      Law("strangers and users without history are defined", of: subject, answersStrangers),
      Law("items beyond training can be observed", of: subject, observesNewItems),
      Law("one user or one item is enough", of: subject, lastsInSmallWorlds),
      Law("users scored together are scored as alone", of: subject, scoresBatches),
      Law("asking changes nothing", of: subject, scoringChangesNothing),
      Law("observing is beginning later", of: subject, observesAsItBegins),
    ]
    if !traits.contains(.learnsFromOthers) {
      laws.append(Law("an event changes its user's scores alone", of: subject, observesOneUser))
    }
    if !traits.contains(.knowsUsersByID) {
      laws.append(Law("users' numbers change nothing", of: subject, ignoresNumbersOfUsers))
    }
    return laws
  }
}
