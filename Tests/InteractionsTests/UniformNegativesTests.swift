import Interactions
import Tensors
import Testing

@Suite struct UniformNegativesTests {
  @Test func neverGiveAnItemOfTheUser() {
    for seed in 0..<300 {
      let log = InteractionLog(randomRecords(seed) + [("last", "x", 100)])
      let negatives = UniformNegatives(rejecting: log)
      var generator = Seed(UInt64(seed)).generator()
      for user in 0..<log.userCount {
        let own = Set(log.events.filter { $0.user == user }.map { Int32($0.item) })
        #expect(negatives.itemCount(for: user) == log.itemCount - own.count)
        let free = Set((0..<Int32(log.itemCount)).filter { !own.contains($0) })
        var drawn: Set<Int32> = []
        for _ in 0..<200 { drawn.insert(negatives.draw(for: user, using: &generator)) }
        // Of at most eleven items 200 draws leave one out once in 10^7 times.
        #expect(drawn == (free.isEmpty ? Set(0..<Int32(log.itemCount)) : free), "seed \(seed)")
        for count in [0, 1, 2, 5, free.count, free.count + 1, 100] {
          let distinct = negatives.drawDistinct(count, for: user, using: &generator)
          #expect(distinct.count == min(count, free.count), "seed \(seed)")
          #expect(distinct == Set(distinct).sorted() && free.isSuperset(of: distinct))
        }
      }
    }
  }

  /// Pearson's statistic of 40 cells has mean 39 and standard deviation 8.8; 83 is its 0.99998 quantile.
  @Test func areUniform() {
    let log = catalogue(50, owned: [0, 3, 4, 5, 17, 30, 31, 47, 48, 49])
    let negatives = UniformNegatives(rejecting: log)
    var generator = Seed(1).generator()
    var single = [Int](repeating: 0, count: 50)
    var distinct = single
    for _ in 0..<40_000 { single[Int(negatives.draw(for: 0, using: &generator))] += 1 }
    for _ in 0..<4_000 {
      for item in negatives.drawDistinct(10, for: 0, using: &generator) { distinct[Int(item)] += 1 }
    }
    for counts in [single, distinct] {
      let cells = counts.filter { $0 > 0 }.map(Double.init)
      #expect(cells.count == 40)
      // Sets without repetition vary less than independent draws, by 30 / 39.
      #expect(cells.map { ($0 - 1_000) * ($0 - 1_000) / 1_000 }.reduce(0, +) < 83)
    }
  }

  /// Every pair of five items is drawn as often as any other.
  @Test func setsAreUniform() {
    let negatives = UniformNegatives(rejecting: catalogue(7, owned: [0, 4]))
    var generator = Seed(2).generator()
    var counts: [[Int32]: Int] = [:]
    for _ in 0..<20_000 {
      counts[negatives.drawDistinct(2, for: 0, using: &generator), default: 0] += 1
    }
    #expect(counts.count == 10)
    // A standard deviation is 42.
    #expect(counts.values.allSatisfy { abs($0 - 2_000) < 210 })
  }

  @Test func whoHasEverythingGetsAnything() {
    let negatives = UniformNegatives(rejecting: catalogue(4, owned: [0, 1, 2, 3]))
    var generator = Seed(3).generator()
    let drawn = Set((0..<200).map { _ in negatives.draw(for: 0, using: &generator) })
    #expect(drawn == [0, 1, 2, 3])
    #expect(negatives.drawDistinct(3, for: 0, using: &generator) == [])
  }

  @Test func whoIsUnknownRejectsNothing() {
    let negatives = UniformNegatives(rejecting: catalogue(4, owned: [0, 1, 2, 3]))
    var generator = Seed(4).generator()
    #expect(negatives.drawDistinct(9, for: 12, using: &generator) == [0, 1, 2, 3])
    #expect(negatives.drawDistinct(9, for: -1, using: &generator) == [0, 1, 2, 3])
    #expect((0..<4).contains(negatives.draw(for: 12, using: &generator)))
  }

  /// User 0 with the items of those numbers, item 0 among them, out of so many.
  private func catalogue(_ count: Int, owned: [Int]) -> InteractionLog {
    InteractionLog(
      (0..<count).map { (user: owned.contains($0) ? "u" : "other", item: "\($0)", timestamp: 0) })
  }
}
