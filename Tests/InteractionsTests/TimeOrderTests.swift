import Interactions
import Tensors
import Testing

@Suite struct TimeOrderTests {
  /// Times of all magnitudes and signs, some of them equal.
  private func times(_ seed: Int) -> [Double] {
    var generator = Seed(UInt64(seed)).child("times").generator()
    let known: [Double] = [0, -0.0, 1, -1, 0x1p-1074, -0x1p-1074, 0x1p63, -0x1p63, 1e-300, 0.1]
    return (0..<generator.int(below: 300)).map { _ in
      switch (seed % 4, generator.int(below: 3)) {
      case (0, 0): known[generator.int(below: known.count)]
      case (1, _): Double(generator.int(below: 50))
      case (2, _): Double(956_703_932 + generator.int(below: 1 << 27))
      default:
        Double(
          sign: generator.int(below: 2) == 0 ? .plus : .minus,
          exponent: generator.int(below: 120) - 60,
          significand: 1 + Double(generator.int(below: 1 << 20)) / 0x1p20)
      }
    }
  }

  @Test func isThatOfASortByTimeAndPlace() {
    for seed in 0..<1000 {
      let times = times(seed)
      let log = InteractionLog(
        times.indices.map { place -> Record in ("u", "\(place)", times[place]) })
      let expected = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
      #expect(log.items.ids == expected.map(String.init), "seed \(seed)")
      #expect(log.timestamps.map(\.bitPattern) == expected.map { times[$0].bitPattern })
    }
  }
}
