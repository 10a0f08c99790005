import SeqRec
import Testing

#if os(macOS) || os(Linux)  // where tests can start processes
  /// Options out of their range end the process instead of giving wrong numbers.
  @Suite struct PreconditionTests {
    @Test func theTrendHalvesAfterAnEventOrMore() async {
      await #expect(processExitsWith: .failure) { make { $0.trendHalfLife = 0.999 } }
      await #expect(processExitsWith: .failure) { make { $0.trendHalfLife = .infinity } }
      await #expect(processExitsWith: .failure) { make { $0.trendHalfLife = .nan } }
      await #expect(processExitsWith: .success) { make { $0.trendHalfLife = 1 } }
    }

    @Test func liveTransitionsCountAFiniteNumber() async {
      await #expect(processExitsWith: .failure) { make { $0.liveTransitionCount = -1 } }
      await #expect(processExitsWith: .failure) { make { $0.liveTransitionCount = .infinity } }
      await #expect(processExitsWith: .failure) { make { $0.liveTransitionCount = .nan } }
      await #expect(processExitsWith: .success) { make { $0.liveTransitionCount = 0 } }
    }

    @Test func everyVariantIsAMixture() async {
      await #expect(processExitsWith: .failure) { makeVariants { $0.lambda1 = -0.1 } }
      await #expect(processExitsWith: .failure) { makeVariants { $0.lambda1 = 0.9 } }
      await #expect(processExitsWith: .failure) { makeVariants { $0.lambda2 = .nan } }
      await #expect(processExitsWith: .failure) { makeVariants { $0.recentItems = 2 } }
      await #expect(processExitsWith: .success) { makeVariants { $0.lambda1 = 0.5 } }
    }
  }

  private func make(_ change: (inout AutoSeqRec.Options) -> Void) {
    var options = AutoSeqRec.Options()
    change(&options)
    _ = AutoSeqRec(itemCount: 2, width: 2, options: options)
  }

  private func makeVariants(_ change: (inout AutoSeqRec.Options) -> Void) {
    let log = InteractionLog([(user: "a", item: "x", timestamp: 0)])
    var options = AutoSeqRec.Options()
    change(&options)
    _ = randomModel(itemCount: log.itemCount).variants([AutoSeqRec.Options(), options], after: log)
  }
#endif
