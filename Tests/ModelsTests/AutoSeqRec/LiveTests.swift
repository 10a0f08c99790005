import SeqRec
import Testing

@Suite struct LiveTests {
  /// Each event scored before it is observed, against matrices made anew from all earlier ones. Users
  /// and items that the model was not made for come along.
  @Test func scoresEqualTheDefinitionAtEveryEvent() {
    for number in 0..<40 {
      let records = randomRecords(number, events: 40)
      let known = InteractionLog(records.prefix(number))
      let events = Array(InteractionLog(records).events)
      let trained = randomModel(itemCount: max(known.itemCount, 1), seed: number)
      var live = trained.live(after: known)
      for (index, event) in events.enumerated().dropFirst(number) {
        let naive = NaiveAutoSeqRec(trained, itemCount: live.itemCount)
        let before = Array(events.prefix(index))
        for user in [event.user, (event.user + 1) % 9] {
          #expect(
            isClose(
              live.scores(of: user).elements, to: naive.scores(of: user, after: before),
              relative: 2e-6), "\(number), event \(index), user \(user)")
        }
        live.observe(event)
      }
    }
  }

  /// A thousand streams: what grew event by event, and what is rebuilt, which is what begins at the end, to the
  /// bit. `StreamTests` has the scores of all models.
  @Test func theStateThatGrewIsTheStateThatIsRebuilt() {
    for number in 0..<1_000 {
      let records = randomRecords(number, events: 60 + number % 90)
      let whole = InteractionLog(records)
      let known = InteractionLog(records.prefix(number % records.count))
      let trained = randomModel(itemCount: max(known.itemCount, 1), seed: number)
      var live = trained.live(after: known)
      for event in whole.events.dropFirst(known.count) { live.observe(event) }
      let grown = live.embeddings()
      live.rebuild()
      let (rebuilt, later) = (live.embeddings(), trained.live(after: whole).embeddings())
      #expect(live.itemCount == max(whole.itemCount, trained.model.itemCount))
      for (grown, rebuilt, later) in [
        (grown.collaborative, rebuilt.collaborative, later.collaborative),
        (grown.source, rebuilt.source, later.source), (grown.target, rebuilt.target, later.target),
      ] {
        #expect(rebuilt == later)
        #expect(grown.shape == rebuilt.shape)
        #expect(
          zip(grown.elements, rebuilt.elements).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, $1) },
          "\(number)")
      }
    }
  }

  /// Two items in turn: the same two rows of `We` are added to the same sums again and again, which rounds them in the same
  /// direction each time.
  @Test func aHundredThousandRepeatsDoNotDrift() {
    let trained = randomModel(itemCount: 2, width: 16)
    var live = trained.live(after: InteractionLog([]))
    for index in 0..<200_000 {
      live.observe(Interaction(user: 0, item: index % 2, timestamp: 0))
    }
    let grown = live.embeddings()
    live.rebuild()
    let rebuilt = live.embeddings()
    for (grown, rebuilt) in [(grown.source, rebuilt.source), (grown.target, rebuilt.target)] {
      #expect(rebuilt.elements.contains { $0 > 10_000 })
      #expect(
        zip(grown.elements, rebuilt.elements).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, $1) })
    }
  }

  @Test func observingChangesNoWeight() {
    let records = randomRecords(1, events: 200)
    let log = InteractionLog(records)
    let trained = randomModel(itemCount: log.itemCount)
    let digest = trained.weights.digest
    let addresses = trained.weights.paths.map { trained.weights[$0]?.address }
    var live = trained.live(after: InteractionLog([]))
    for event in log.events { live.observe(event) }
    #expect(live.weights.digest == digest)
    #expect(live.weights.paths.map { live.weights[$0]?.address } == addresses)
  }

  /// R is binary, T is not.
  @Test func aRepeatedInteractionIsANewTransitionButNoNewPair() {
    let trained = randomModel(itemCount: 3)
    let events = [0, 1, 1, 1, 0, 1].map { Interaction(user: 0, item: $0, timestamp: 0) }
    var live = trained.live(after: InteractionLog([]))
    for event in events { live.observe(event) }
    #expect(live.seenItems(of: 0) == [0, 1])
    let naive = NaiveAutoSeqRec(trained, itemCount: 3)
    #expect(
      isClose(
        live.scores(of: 0).elements, to: naive.scores(of: 0, after: events), relative: 2e-6))
  }

  /// Each live transition counts so often, those of the log that a session begins with once.
  @Test func liveTransitionCount() {
    var options = AutoSeqRec.Options()
    options.liveTransitionCount = 2
    let records = randomRecords(3, events: 40)
    let whole = InteractionLog(records)
    let known = whole.split(.byTime(train: 0.5, validation: 0)).train
    let twice = randomModel(itemCount: whole.itemCount, options: options)
    var live = twice.live(after: known)
    for event in whole.events.dropFirst(known.count) { live.observe(event) }

    // Other users who do the same have the same transitions; who already has an item does not count.
    let once = Trained(
      AutoSeqRec(itemCount: whole.itemCount, width: twice.model.width), weights: twice.weights)
    var doubled = once.live(after: known)
    var last: [Int: Int] = [:]
    for event in known.events { last[event.user] = event.item }
    var twin = 1_000
    for event in whole.events.dropFirst(known.count) {
      doubled.observe(event)
      if let previous = last[event.user] {
        doubled.observe(Interaction(user: twin, item: previous, timestamp: 0))
        doubled.observe(Interaction(user: twin, item: event.item, timestamp: 0))
        twin += 1
      }
      last[event.user] = event.item
    }
    live.rebuild()
    doubled.rebuild()
    for user in 0..<whole.userCount {
      #expect(live.scores(of: user) == doubled.scores(of: user))
    }
  }

  @Test func oneUserAndOneItemAreALog() throws {
    let log = InteractionLog((0..<3).map { (user: "u", item: "i", timestamp: Double($0)) })
    let trained = try Trainer(.autoSeqRec, epochs: 2).fit(
      AutoSeqRec(itemCount: 1, width: 1), on: log)
    let live = trained.live(after: log)
    #expect(live.recommend(5, for: 0) == [])
    #expect(live.recommend(5, for: 0, seen: .kept).map(\.item) == [0])
    #expect(live.recommend(5, for: 1).map(\.item) == [0])
  }
}
