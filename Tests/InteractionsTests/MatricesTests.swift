import Interactions
import Tensors
import Testing

@Suite struct MatricesTests {
  /// A stream of (user, item) with many repeats, also of the item just before.
  private func randomStream(_ seed: Int) -> [(user: Int, item: Int)] {
    var generator = Seed(UInt64(seed)).child("stream").generator()
    let users = 1 + generator.int(below: 6)
    let items = 1 + generator.int(below: 7)
    return (0..<generator.int(below: 80)).map { _ in
      (generator.int(below: users), generator.int(below: items))
    }
  }

  @Test func stateEqualsBruteForceAfterEveryEvent() {
    for seed in 0..<1000 {
      let stream = randomStream(seed)
      var state = InteractionState(userCount: 2, itemCount: 3)
      for (place, (user, item)) in stream.enumerated() {
        let past = stream[..<place].filter { $0.user == user }.map(\.item)
        let change = state.observe(user: user, item: item)
        #expect(change.previous == past.last, "seed \(seed)")
        #expect(change.isNewPair == !past.contains(item), "seed \(seed)")
        #expect(state.lastItem(of: user) == item)
      }
      expect(state, equals: stream, "seed \(seed)")
    }
  }

  @Test func stateAfterALogIsTheOneOfItsStream() {
    for seed in 0..<200 {
      let log = InteractionLog(randomRecords(seed))
      let state = InteractionState(after: log)
      expect(state, equals: log.events.map { ($0.user, $0.item) }, "seed \(seed)")
      #expect(state.userCount == log.userCount && state.itemCount == log.itemCount)
    }
  }

  @Test func stateAfterAPartIsSizedByTheWhole() {
    let log = InteractionLog(randomRecords(3))
    let state = InteractionState(after: log.split(.byTime(train: 0, validation: 0)).train)
    #expect(state.userCount == log.userCount && state.itemCount == log.itemCount)
    #expect(state.interactions.count == 0)
    #expect(state.lastItem(of: 0) == nil)
  }

  @Test func unknownUsersHaveNothing() {
    var state = InteractionState(userCount: 0, itemCount: 0)
    state.observe(user: 4, item: 9)
    #expect(state.userCount == 5 && state.itemCount == 10)
    for user in [-1, 0, 3, 5, 1000] {
      #expect(state.lastItem(of: user) == nil)
      #expect(state.interactions.items(of: user) == [])
    }
    #expect(!state.interactions.contains(user: 3, item: 9))
    #expect(state.interactions.contains(user: 4, item: 9))
    #expect(state.transitions.count(from: 9, to: 9) == 0)
  }

  @Test func transitionsAddUp() {
    var transitions = TransitionMatrix()
    transitions.add(from: 2, to: 0)
    transitions.add(from: 2, to: 0, count: 2)
    transitions.add(from: 0, to: 2, count: 0.5)
    #expect(transitions.count(from: 2, to: 0) == 3)
    #expect(transitions.count(from: 0, to: 2) == 0.5)
    let matrix = transitions.matrix(items: 4)
    #expect(matrix.rows == 4 && matrix.columns == 4)
    #expect(matrix.indices == [2, 0] && matrix.values == [0.5, 3])
  }

  private func expect(
    _ state: InteractionState, equals stream: [(user: Int, item: Int)], _ note: Comment
  ) {
    let users = max(state.userCount, 1)
    let items = max(state.itemCount, 1)
    let r = state.interactions.matrix(users: users, items: items)
    let t = state.transitions.matrix(items: items)
    var transitions = [[Float]](repeating: [Float](repeating: 0, count: items), count: items)
    var pairs = 0
    for user in 0..<users {
      let sequence = stream.filter { $0.user == user }.map(\.item)
      var first: [Int32] = []
      for item in sequence where !first.contains(Int32(item)) { first.append(Int32(item)) }
      pairs += first.count
      #expect(state.interactions.items(of: user) == first, note)
      #expect(r.row(user).map(\.column) == first.sorted().map { Int($0) }, note)
      #expect(r.row(user).allSatisfy { $0.value == 1 }, note)
      for item in 0..<items {
        let isThere = first.contains(Int32(item))
        #expect(state.interactions.contains(user: user, item: item) == isThere, note)
      }
      for (from, to) in zip(sequence, sequence.dropFirst()) { transitions[from][to] += 1 }
      #expect(state.lastItem(of: user) == sequence.last, note)
    }
    #expect(state.interactions.count == pairs, note)
    for from in 0..<items {
      let row = (0..<items).filter { transitions[from][$0] > 0 }
      #expect(t.row(from).map(\.column) == row, note)
      for to in 0..<items {
        #expect(state.transitions.count(from: from, to: to) == transitions[from][to], note)
      }
      for (column, value) in t.row(from) { #expect(value == transitions[from][column], note) }
    }
  }
}
