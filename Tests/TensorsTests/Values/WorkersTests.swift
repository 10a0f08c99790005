import Synchronization
import Tensors
import Testing

@Suite("Workers")
struct WorkersTests {
  @Test("every piece exactly once", arguments: [1, 2, 3, 8, 64])
  func once(_ count: Int) {
    let workers = Workers(count)
    for pieces in [0, 1, 2, 3, 7, 63, 64, 65, 1000] {
      let runs = Mutex([Int](repeating: 0, count: pieces))
      workers.forEach(pieces) { piece in runs.withLock { $0[piece] += 1 } }
      #expect(runs.withLock { $0 } == [Int](repeating: 1, count: pieces))
    }
  }

  @Test("ranges cover everything once, none longer than asked", arguments: [1, 2, 8])
  func ranges(_ count: Int) {
    for elements in [0, 1, 15, 16, 17, 100] {
      for size in [1, 3, 16, 17, 1000] {
        let ranges = Mutex([Range<Int>]())
        Workers(count).forEachRange(of: elements, size: size) { range in
          ranges.withLock { $0.append(range) }
        }
        let sorted = ranges.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
        #expect(sorted.flatMap { Array($0) } == Array(0..<elements))
        #expect(sorted.dropLast().allSatisfy { $0.count == size })
        #expect(sorted.allSatisfy { (1...size).contains($0.count) })
      }
    }
  }

  @Test("work within work ends")
  func nested() {
    let workers = Workers(8)
    let runs = Mutex([Int](repeating: 0, count: 8 * 8 * 8))
    workers.forEach(8) { i in
      workers.forEach(8) { j in
        workers.forEach(8) { k in runs.withLock { $0[(i * 8 + j) * 8 + k] += 1 } }
      }
    }
    #expect(runs.withLock { $0.allSatisfy { $0 == 1 } })
  }

  @Test("all is done and visible on return")
  func finished() {
    for round in 0..<200 {
      let sum = Atomic(0)
      Workers(4).forEach(100) { sum.add($0 + round, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 4950 + 100 * round)
    }
  }

  @Test("helpers take part: two pieces that wait for each other", .timeLimit(.minutes(1)))
  func together() {
    let workers = Workers(2)
    for pause in [0, 0, 1_000_000, 5_000_000, 0] {
      // So that the helper is met looking out, and asleep.
      let start = ContinuousClock.now
      while ContinuousClock.now - start < .nanoseconds(pause) {}
      let arrived = Atomic(0)
      workers.forEach(2) { _ in
        arrived.add(1, ordering: .sequentiallyConsistent)
        while arrived.load(ordering: .sequentiallyConsistent) < 2 {}
      }
      #expect(arrived.load(ordering: .sequentiallyConsistent) == 2)
    }
  }

  @Test("one team does many jobs, awake and asleep")
  func manyJobs() {
    let workers = Workers(3)
    for round in 0..<500 {
      if round % 50 == 0 {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .milliseconds(1) {}
      }
      let sum = Atomic(0)
      workers.forEach(20) { sum.add($0, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 190)
    }
  }

  @Test("one worker goes in order")
  func inOrder() {
    let order = Mutex([Int]())
    Workers.one.forEach(50) { piece in order.withLock { $0.append(piece) } }
    #expect(order.withLock { $0 } == Array(0..<50))
  }
}
