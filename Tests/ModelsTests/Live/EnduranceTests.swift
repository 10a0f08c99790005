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
        \(count) events, \(tally.pairs) pairs of R, \(tally.transitions) of T, \
        \(elapsed / count) an event
        resident memory \(before >> 20) MiB before, \(after >> 20) MiB after, bound \(bound >> 20) MiB
        """)
      #expect(after - before <= bound)

      // What is known already takes no more, however often it comes.
      let known = [
        Interaction(user: 0, item: 0, timestamp: 0), Interaction(user: 0, item: 1, timestamp: 0),
      ]
      func comeAgain() {
        for event in known { live.observe(event) }
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
      for (name, grown, rebuilt) in [
        ("Ec", grown.collaborative, rebuilt.collaborative), ("Es", grown.source, rebuilt.source),
        ("Et", grown.target, rebuilt.target),
      ] {
        let (difference, share) = differences(grown, rebuilt)
        print("\(name) is off by \(difference), and by \(share) of the largest of a row")
        #expect(share <= 1e-4)
      }
    }

    /// The largest difference, and the largest in relation to the largest number of its row, or to 1.
    private func differences(
      _ found: Tensor<Float>, _ expected: Tensor<Float>
    ) -> (absolute: Float, relative: Float) {
      var (absolute, relative): (Float, Float) = (0, 0)
      for row in 0..<expected.rows {
        var (difference, largest): (Float, Float) = (0, 1)
        for column in 0..<expected.columns {
          difference = max(difference, abs(found[row, column] - expected[row, column]))
          largest = max(largest, abs(expected[row, column]))
        }
        absolute = max(absolute, difference)
        relative = max(relative, difference / largest)
      }
      return (absolute, relative)
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

  /// Who has met what and what came after what, counted in the plainest way.
  private struct Tally {
    private var isPair, isTransition: [Bool]
    private var last: [Int?]
    private let items: Int
    private(set) var pairs = 0
    private(set) var transitions = 0

    init(users: Int, items: Int) {
      self.items = items
      isPair = Array(repeating: false, count: users * items)
      isTransition = Array(repeating: false, count: items * items)
      last = Array(repeating: nil, count: users)
    }

    mutating func note(_ event: Interaction) {
      let pair = event.user * items + event.item
      if !isPair[pair] { pairs += 1 }
      isPair[pair] = true
      if let previous = last[event.user] {
        let transition = previous * items + event.item
        if !isTransition[transition] { transitions += 1 }
        isTransition[transition] = true
      }
      last[event.user] = event.item
    }

    /// Two hash tables that are at least three eighths full, of 8 and of 16 bytes a place, and rows of 4 and of 8
    /// bytes an entry and `(m + 6 n)` of the width, all of which may double as they grow.
    func bound(users: Int, items: Int, width: Int) -> Int {
      let entries = pairs * (8 * 8 / 3 + 2 * 4) + transitions * (16 * 8 / 3 + 2 * 8)
      return entries + 2 * 4 * (users + 6 * items) * width
    }
  }

  private func residentMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let kilobytes = try #require(status.firstMatch(of: /VmRSS:\s*(\d+) kB/)?.1)
    return try #require(Int(kilobytes)) << 10
  }
#endif
