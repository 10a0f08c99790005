import SeqRec
import Testing

/// Live sessions against rows made anew from all events before each event, in double precision. Users
/// and items that the model was not made for come along.
@Suite struct LiveAutoRecTests {
  @Test(arguments: [Activation.sigmoid, .relu, .identity])
  func usersAreScoredByTheirRows(_ hidden: Activation) {
    for number in 0..<30 {
      let (known, events) = stream(number)
      let n = max(known.itemCount, 1)
      let trained = randomWeights(
        AutoRec(.users(itemCount: n), width: 5, hidden: hidden, output: .sigmoid), number)
      var live = trained.live(after: known)
      for (index, event) in events.enumerated().dropFirst(known.count) {
        for user in [event.user, 100] {
          let row = Set(events.prefix(index).filter { $0.user == user }.map(\.item))
          let expected = reconstruction(of: row, by: trained.weights, hidden)
            .map { 1 / (1 + exponential(-$0)) }
          #expect(isClose(live.scores(of: user).elements, to: expected, relative: 2e-6))
        }
        live.observe(event)
        #expect(live.itemCount == n)
      }
    }
  }

  @Test(arguments: [Activation.sigmoid, .relu])
  func itemsAreScoredByTheirColumns(_ hidden: Activation) {
    for number in 0..<30 {
      let (known, events) = stream(number)
      let m = max(known.userCount, 1)
      let trained = randomWeights(AutoRec(.items(userCount: m), width: 5, hidden: hidden), number)
      var live = trained.live(after: known)
      for (index, event) in events.enumerated().dropFirst(known.count) {
        let columns = (0..<live.itemCount).map { item in
          let users = events.prefix(index).filter { $0.item == item }.map(\.user)
          return reconstruction(of: Set(users), by: trained.weights, hidden)
        }
        for user in [event.user, 100] {
          let expected = columns.map { column in
            user < m ? column[user] : column.reduce(0, +) / Double(m)
          }
          #expect(
            zip(live.scores(of: user).elements, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 }
          )
        }
        live.observe(event)
        #expect(live.itemCount >= event.item + 1)
      }
    }
  }

  /// Of what a trained session recommends first, most should be what the user's like have.
  @Test func trainedOnesKnowWhatGoesTogether() throws {
    // Two halves of the users have two halves of the items, each user all but one.
    var events: [Record] = []
    for item in 0..<10 {
      for user in 0..<20 where item != user / 2 {
        events.append(("u\(user)", "i\(item + user % 2 * 10)", Double(100 * item + user)))
      }
    }
    let log = InteractionLog(events)
    let trainer = Trainer(.adam(rate: 1e-2), epochs: 150, batchSize: 8, seed: 1)
    let byUser = try trainer.fit(AutoRec(.users(itemCount: 20), width: 8), on: log)
      .live(after: log)
    let byItem = try trainer.fit(AutoRec(.items(userCount: 20), width: 8), on: log)
      .live(after: log)
    for user in 0..<log.userCount {
      let number = Int(log.users[user].dropFirst()) ?? 0
      let missing = log.items.index(of: "i\(number / 2 + number % 2 * 10)")
      #expect(byUser.recommend(1, for: user).map(\.item) == [missing])
      #expect(byItem.recommend(1, for: user).map(\.item) == [missing])
    }
  }

  private func stream(_ number: Int) -> (known: InteractionLog, events: [Interaction]) {
    let records = randomRecords(number, events: 40)
    return (InteractionLog(records.prefix(number)), Array(InteractionLog(records).events))
  }

  /// `g(x V + mu) W + b`, with columns that the model does not know left out.
  private func reconstruction(
    of row: Set<Int>, by weights: Weights<Float>, _ hidden: Activation
  ) -> [Double] {
    func number(_ path: String) -> Tensor<Float> { weights[path] ?? Tensor(zeros: [0, 0]) }
    let (v, mu) = (number("encoder.weight"), number("encoder.bias"))
    let (w, b) = (number("decoder.weight"), number("decoder.bias"))
    let e = (0..<mu.count).map { j in
      let u = row.filter { $0 < v.rows }.reduce(Double(mu[j])) { $0 + Double(v[$1, j]) }
      switch hidden {
      case .identity: return u
      case .relu: return max(u, 0)
      case .sigmoid: return 1 / (1 + exponential(-u))
      }
    }
    return (0..<b.count).map { i in
      e.indices.reduce(Double(b[i])) { $0 + e[$1] * Double(w[$1, i]) }
    }
  }
}
