import SeqRec
import Testing

/// A session that many tasks share.
@Suite struct SharedTests {
  private static let records = randomRecords(1, events: 160)
  private static let whole = InteractionLog(records)
  private static let known = InteractionLog(records.prefix(60))
  private static let events = Array(whole.events.dropFirst(known.count))

  /// Lists of all users, after no event, after the first, after the second and so on.
  private func lists(_ live: consuming some LiveRecommender & ~Copyable) -> [[[Recommendation]]] {
    var lists = [recommendations(live)]
    for event in Self.events {
      live.observe(event)
      lists.append(recommendations(live))
    }
    return lists
  }

  /// While one task observes, others ask: what they get is what there was before an event or after it, and never
  /// older than what they got before.
  @Test(arguments: [AutoSeqRec.Options(), .tuned])
  func answersAreThoseOfAMomentBetweenEvents(_ options: AutoSeqRec.Options) async {
    let trained = randomModel(itemCount: Self.known.itemCount, options: options)
    let expected = lists(trained.live(after: Self.known))
    let service = Service(trained.live(after: Self.known))
    await withTaskGroup(of: [[[Recommendation]]].self) { group in
      group.addTask {
        for event in Self.events {
          await service.observe(event)
          await Task.yield()
        }
        return []
      }
      for _ in 0..<4 {
        group.addTask {
          var answers: [[[Recommendation]]] = []
          while await service.eventCount < Self.events.count {
            answers.append(await service.recommend())
          }
          return answers
        }
      }
      for await answers in group {
        var moment = 0
        for answer in answers {
          let later = expected[moment...].firstIndex(of: answer)
          #expect(later != nil, "an answer of no moment from event \(moment) on")
          moment = later ?? moment
        }
      }
    }
    #expect(await service.recommend() == expected.last)
  }

  /// Where nobody observes, many tasks may ask at the same time.
  @Test func manyReadOneSessionAtOnce() async {
    let trained = randomModel(itemCount: Self.known.itemCount, options: .tuned)
    let expected = recommendations(trained.live(after: Self.whole))
    let frozen = Frozen(trained.live(after: Self.whole))
    await withTaskGroup(of: [[Recommendation]].self) { group in
      for _ in 0..<8 { group.addTask { recommendations(frozen.live) } }
      for await answer in group { #expect(answer == expected) }
    }
  }

  /// How a service shares a session: the actor has one task at a time.
  private actor Service {
    private var live: LiveAutoSeqRec
    private(set) var eventCount = 0

    init(_ live: consuming LiveAutoSeqRec) {
      self.live = live
    }

    func observe(_ event: Interaction) {
      live.observe(event)
      eventCount += 1
    }

    func recommend() -> [[Recommendation]] { recommendations(live) }
  }

  /// A session that changes no more.
  private final class Frozen: Sendable {
    let live: LiveAutoSeqRec

    init(_ live: consuming LiveAutoSeqRec) {
      self.live = live
    }
  }
}

/// What each of some users is recommended.
private func recommendations(
  _ live: borrowing some LiveRecommender & ~Copyable
) -> [[Recommendation]] {
  (0..<8).map { live.recommend(5, for: $0, seen: .kept) }
}
