import SeqRec
import Testing

/// Events that are scored together, against the same events one by one.
@Suite struct ReplayTests {
  private static let options = [AutoSeqRec.Options(), .paperCode] + OptionTests.departures

  /// Few users and items, so that users come again at once and items change again and again; half of the
  /// users, and some items, are new.
  private func stream(
    _ number: Int, _ options: AutoSeqRec.Options
  ) -> (trained: Trained<AutoSeqRec>, known: InteractionLog, events: [Interaction]) {
    let records = randomRecords(number, events: 150, users: 8, items: 12)
    let whole = InteractionLog(records)
    let known = InteractionLog(records.prefix(10 + 4 * number))
    let trained = randomModel(itemCount: whole.itemCount, seed: number, options: options)
    return (trained, known, Array(whole.events.dropFirst(known.count)))
  }

  private func replayed(
    _ trained: Trained<AutoSeqRec>, after known: InteractionLog, _ events: [Interaction],
    together size: Int
  ) -> [Tensor<Float>] {
    var live = trained.live(after: known)
    return stride(from: 0, to: events.count, by: size).flatMap { start in
      let part = Array(events[start..<min(start + size, events.count)])
      var scores = Tensor<Float>(repeating: .nan, shape: [part.count, live.itemCount])
      live.replay(part, into: &scores)
      return part.indices.map { row in
        var own = Tensor<Float>(zeros: [1, scores.columns])
        own.assignRow(row, of: scores, toRow: 0)
        return own
      }
    }
  }

  @Test(arguments: options.indices)
  func scoresAreThoseOfEachEventAlone(_ index: Int) {
    for number in 0..<8 {
      let (trained, known, events) = stream(number, Self.options[index])
      let together = replayed(trained, after: known, events, together: 64)
      var live = trained.live(after: known)
      for (place, event) in events.enumerated() {
        #expect(
          isClose(
            together[place].elements, to: live.scores(of: event.user).elements.map(Double.init),
            relative: 1e-5), "\(number), event \(place)")
        live.observe(event)
      }
    }
  }

  /// Nor does the session that is left.
  @Test(arguments: options.indices)
  func noBitDependsOnHowManyComeTogether(_ index: Int) {
    let (trained, known, events) = stream(3, Self.options[index])
    let one = replayed(trained, after: known, events, together: 1)
    for size in [2, 7, 64, events.count] {
      #expect(replayed(trained, after: known, events, together: size) == one, "\(size)")
    }
    var live = trained.live(after: known)
    var other = trained.live(after: known)
    var scores = Tensor<Float>(zeros: [events.count, live.itemCount])
    live.replay(events, into: &scores)
    for event in events { other.observe(event) }
    for user in 0..<9 { #expect(live.scores(of: user) == other.scores(of: user)) }
  }

  /// A question about somebody is the same among others.
  @Test func manyQuestionsAreAnsweredAsEachAlone() {
    let (trained, known, events) = stream(2, .tuned)
    let live = trained.live(after: known)
    let users = events.map(\.user) + [99]
    var scores = Tensor<Float>(repeating: .nan, shape: [users.count, live.itemCount])
    live.score(users.map { Question(of: $0) }, into: &scores)
    for (row, user) in users.enumerated() {
      let own = live.scores(of: user)
      let found = (0..<live.itemCount).map { scores[row, $0] }
      #expect(isClose(found, to: own.elements.map(Double.init), relative: 1e-5))
    }
  }
}
