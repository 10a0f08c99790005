import Foundation
import SeqRec
import Testing

// The process tells its memory in a file of Linux.
#if os(Linux)
  /// A session after very many events: 100,000 of them, or as many as the environment variable `SEQREC_EVENTS` says,
  /// which also has the figures printed. In a process of its own, whose memory is the session's.
  @Suite struct EnduranceTests {
    @Test func staysNearARebuildAndTakesTheMemoryOfItsState() async {
      let result = await #expect(
        processExitsWith: .success, observing: [\.standardOutputContent]
      ) { try Endurance().run() }
      guard Endurance.askedCount != nil, let output = result?.standardOutputContent else { return }
      print(String(decoding: output, as: UTF8.self))
    }
  }

  /// A session of the size of MovieLens-1M. Users and items appear all the time, and training knew half of the items.
  private struct Endurance {
    static let askedCount = ProcessInfo.processInfo.environment["SEQREC_EVENTS"].flatMap { Int($0) }

    let count = askedCount ?? 100_000
    let users = 6_040
    let items = 3_416
    let width = 256

    func run() throws {
      let model = AutoSeqRec(itemCount: items / 2, width: width)
      let trained = Trained(model, weights: Weights(model.parameters, seed: Seed(1)))
      var live = trained.live(after: InteractionLog([]))
      var tally = Tally(users: users, items: items)
      var generator = Seed(2).generator()
      let before = try residentMemory()
      let clock = ContinuousClock()
      var elapsed = Duration.zero
      for index in 0..<count {
        let event = event(index, &generator)
        tally.note(event)
        elapsed += clock.measure { live.observe(event) }
        if index % 1_000 == 0 { _ = live.recommend(10, for: event.user) }
      }
      let after = try residentMemory()
      let bound = tally.bound(users: users, items: items, width: width)
      print(
        """
        \(count) events, \(tally.pairCount) pairs of R, \(tally.transitionCount) of T, \
        \(elapsed / count) an event
        resident memory \(before >> 20) MiB before, \(after >> 20) MiB after, bound \(bound >> 20) MiB
        """)
      #expect(after - before <= bound)

      // What is known already takes no more, however often it comes.
      let known = [
        Interaction(user: 0, item: 0, timestamp: 0), Interaction(user: 0, item: 1, timestamp: 0),
      ]
      func comeAgain() {
        for event in known {
          tally.note(event)
          live.observe(event)
        }
        _ = live.recommend(10, for: 0)
      }
      for _ in 0..<100 { comeAgain() }
      let steady = try residentMemory()
      for _ in 0..<2_000 { comeAgain() }
      let later = try residentMemory()
      print("then 4000 known events and 2000 lists: \(later - steady) bytes")
      #expect(later - steady <= 1 << 20)

      let grown = live.embeddings()
      live.rebuild()
      let rebuilt = live.embeddings()
      let exact = ExactEncoder(model.encoder.layer, trained.weights)
      func compare(
        _ name: String, _ grown: Tensor<Float>, _ rebuilt: Tensor<Float>,
        countedBy count: (_ row: Int, _ item: Int) -> Double
      ) {
        var (grownError, rebuiltError) = (Deviation(), Deviation())
        for row in 0..<grown.rows {
          let expected = exact.embedding { count(row, $0) }
          grownError.note(grown, row: row, expected: expected)
          rebuiltError.note(rebuilt, row: row, expected: expected)
        }
        print("\(name): the session is off by \(grownError), its rebuild by \(rebuiltError)")
        #expect(grownError.relative <= 1e-4)
        #expect(rebuiltError.relative <= 1e-4)
      }
      compare("Ec", grown.collaborative, rebuilt.collaborative, countedBy: tally.met)
      compare("Es", grown.source, rebuilt.source, countedBy: tally.transitions)
      compare("Et", grown.target, rebuilt.target) { tally.transitions(from: $1, to: $0) }
    }

    private func event(_ index: Int, _ generator: inout SplitMix64) -> Interaction {
      // From few to all.
      let (userCount, itemCount) = (
        1 + (users - 1) * index / count, items / 4 + items * 3 / 4 * index / count
      )
      let likeliness = generator.uniform()
      return Interaction(
        user: generator.int(below: userCount),
        item: Int(Double(itemCount) * likeliness * likeliness), timestamp: Double(index))
    }
  }

  private func residentMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let kilobytes = try #require(status.firstMatch(of: /VmRSS:\s*(\d+) kB/)?.1)
    return try #require(Int(kilobytes)) << 10
  }
#endif
