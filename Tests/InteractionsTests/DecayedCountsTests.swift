import Interactions
import Tensors
import Testing

@Suite struct DecayedCountsTests {
  /// Each event's weight is a power of two of its age, since the half-life is one event.
  @Test func aHalfLifeOfOneEvent() {
    var counts = DecayedCounts(halfLife: 1)
    for item in [0, 1, 0, 2] { counts.count(item) }
    // 1/8 + 1/2, 1/4 and 1, of 15/8 in all.
    #expect(abs(counts.share(of: 0) - 5.0 / 15) < 1e-12)
    #expect(abs(counts.share(of: 1) - 2.0 / 15) < 1e-12)
    #expect(abs(counts.share(of: 2) - 8.0 / 15) < 1e-12)
    #expect(counts.share(of: 3) == 0)
  }

  /// Long enough that the unit has been taken back many times.
  @Test(arguments: [1, 3, 100, 1e6]) func sharesAreThoseOfTheDefinition(_ halfLife: Double) {
    var generator = Seed(7).generator()
    var counts = DecayedCounts(halfLife: halfLife)
    var naive = [Double](repeating: 0, count: 12)
    for event in 0..<2_000 {
      let item = generator.int(below: 12)
      counts.count(item)
      let factor = exponential(-logarithm(2) / halfLife)
      for index in naive.indices { naive[index] *= factor }
      naive[item] += 1
      guard event % 97 == 0 else { continue }
      let total = naive.reduce(0, +)
      for index in naive.indices {
        #expect(abs(counts.share(of: index) - naive[index] / total) < 1e-9)
      }
    }
  }

  @Test func nothingHasNoShare() {
    #expect(DecayedCounts(halfLife: 10).share(of: 0) == 0)
  }
}
