import Interactions
import Tensors
import Testing

#if os(macOS) || os(Linux)  // where tests can start processes
  /// Mistakes of the caller end the process instead of giving wrong numbers.
  @Suite struct PreconditionTests {
    @Test func sharesMustLieInZeroToOne() async {
      await #expect(processExitsWith: .failure) {
        _ = InteractionLog([]).split(.byTime(train: 0.9, validation: 0.2))
      }
      await #expect(processExitsWith: .failure) {
        _ = InteractionLog([]).split(.byTime(train: .nan, validation: 0.2))
      }
    }

    @Test func onlySlicesOfOneLogAreJoined() async {
      await #expect(processExitsWith: .failure) {
        let log = InteractionLog([(user: "a", item: "x", timestamp: 0)])
        _ = log.joined(with: InteractionLog([(user: "a", item: "y", timestamp: 1)]))
      }
      await #expect(processExitsWith: .failure) {
        let log = InteractionLog([
          (user: "a", item: "x", timestamp: 0), (user: "a", item: "x", timestamp: 1),
        ])
        let split = log.split(.byTime(train: 0.5, validation: 0.5))
        _ = split.validation.joined(with: split.train)
      }
    }

    @Test func timesAreFinite() async {
      await #expect(processExitsWith: .failure) {
        _ = InteractionLog([(user: "a", item: "x", timestamp: .nan)])
      }
    }

    @Test func idsComeOnce() async {
      await #expect(processExitsWith: .failure) { _ = Vocabulary(["a", "b", "a"]) }
    }

    @Test func columnsHaveARowForEachID() async {
      await #expect(processExitsWith: .failure) {
        _ = FieldTable(
          ids: Vocabulary(["a", "b"]), columns: [FieldColumn(name: "x", values: .texts(["y"]))])
      }
    }

    @Test func indicesAreNotNegative() async {
      await #expect(processExitsWith: .failure) {
        var state = InteractionState(userCount: 1, itemCount: 1)
        state.observe(user: 0, item: -1)
      }
      await #expect(processExitsWith: .failure) {
        _ = InteractionState(userCount: -1, itemCount: 1)
      }
    }

    @Test func matricesHoldAllEntries() async {
      await #expect(processExitsWith: .failure) {
        var matrix = UserItemMatrix()
        matrix.insert(user: 3, item: 0)
        _ = matrix.matrix(users: 3, items: 1)
      }
      await #expect(processExitsWith: .failure) {
        var matrix = TransitionMatrix()
        matrix.add(from: 3, to: 0)
        _ = matrix.matrix(items: 3)
      }
    }

    @Test func countsFadeNoFasterThanTheyCome() async {
      await #expect(processExitsWith: .failure) { _ = DecayedCounts(halfLife: 0.999) }
      await #expect(processExitsWith: .failure) { _ = DecayedCounts(halfLife: .infinity) }
      await #expect(processExitsWith: .failure) { _ = DecayedCounts(halfLife: .nan) }
    }

    @Test func syntheticLogsNeedSomeOfEverything() async {
      await #expect(processExitsWith: .failure) {
        var synthetic = SyntheticLog()
        synthetic.users = 0
        _ = synthetic.log(seed: Seed(1))
      }
      await #expect(processExitsWith: .failure) {
        var synthetic = SyntheticLog()
        synthetic.clusters = synthetic.items + 1
        _ = synthetic.log(seed: Seed(1))
      }
      await #expect(processExitsWith: .failure) {
        var synthetic = SyntheticLog()
        synthetic.themes = 0
        _ = synthetic.log(seed: Seed(1))
      }
      await #expect(processExitsWith: .failure) {
        _ = SyntheticLog().logWithOracle(seed: Seed(1), cutoff: 0)
      }
    }
  }
#endif
