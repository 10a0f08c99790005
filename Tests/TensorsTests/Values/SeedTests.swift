import Tensors
import Testing

@Suite("Seeds and generators")
struct SeedTests {
  @Test("SplitMix64 gives the published numbers")
  func published() {
    var generator = SplitMix64(state: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  /// What other versions and other platforms must reproduce.
  @Test("derived seeds never change")
  func pinned() {
    #expect(Seed(0).bits == 0xE220_A839_7B1D_CDAF)
    #expect(Seed(42).bits == 0xBDD7_3226_2FEB_6E95)
    // FNV-1a of "a" is 0xAF63DC4C8601EC8C, its offset that of "".
    #expect(Seed(0).child("a").bits == finalized(Seed(0).bits ^ 0xAF63_DC4C_8601_EC8C))
    #expect(Seed(0).child("").bits == finalized(Seed(0).bits ^ 0xCBF2_9CE4_8422_2325))
  }

  /// SplitMix64's finaliser, by way of its next output.
  private func finalized(_ value: UInt64) -> UInt64 {
    var generator = SplitMix64(state: value &- 0x9E37_79B9_7F4A_7C15)
    return generator.next()
  }

  @Test("the same path gives the same numbers, whatever else was drawn")
  func paths() {
    let seed = Seed(5)
    func draws(_ seed: Seed) -> [UInt64] {
      var generator = seed.generator()
      return (0..<20).map { _ in generator.next() }
    }
    let first = draws(seed.child("a").child("b", 3))
    _ = draws(seed)
    _ = draws(seed.child("b", 3))
    _ = draws(seed.child("a"))
    #expect(draws(seed.child("a").child("b").child(3)) == first)
    #expect(draws(Seed(5).child("a").child("b", 3)) == first)
    #expect(seed == Seed(5))
  }

  @Test("children differ by name, by index, by order and from their parent")
  func childrenDiffer() {
    var seen = Set<UInt64>()
    var count = 0
    for root in 0..<20 as Range<UInt64> {
      let seed = Seed(root)
      let named = [
        seed, seed.child("a"), seed.child("b"), seed.child("ab"), seed.child(""),
        seed.child("a").child("b"), seed.child("b").child("a"), seed.child("dropout"),
      ]
      let numbered = named.flatMap { seed in (-500..<500).map { seed.child($0) } }
      seen.formUnion((named + numbered).map(\.bits))
      count += named.count + numbered.count
    }
    #expect(seen.count == count)
  }

  @Test("a seed knows the number that it was made from")
  func numbers() {
    for number in [0, 1, 42, 1 << 63, .max, 0x9E37_79B9_7F4A_7C15] as [UInt64] {
      #expect(Seed(number).number == number)
    }
    let child = Seed(3).child("dropout", 7)
    #expect(Seed(child.number) == child && Seed(bits: child.bits) == child)
  }

  @Test("uniform numbers are in [0, 1), with mean 1/2 and variance 1/12")
  func uniform() {
    var generator = Seed(1).generator()
    let x = (0..<100_000).map { _ in generator.uniform() }
    #expect(x.allSatisfy { (0..<1).contains($0) })
    let mean = x.reduce(0, +) / 1e5
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
    // Five standard deviations: of the mean sqrt(1/12 / 10^5), of the variance sqrt(1/180 / 10^5).
    #expect(abs(mean - 0.5) < 4.6e-3)
    #expect(abs(variance - 0.083333) < 1.2e-3)
  }

  /// Pearson's statistic of 65,536 numbers over 256 bins: 255 expected, standard deviation 22.6.
  private func isUniform(_ bins: some Sequence<UInt8>) -> Bool {
    var counts = [Int](repeating: 0, count: 256)
    for bin in bins { counts[Int(bin)] += 1 }
    let statistic = counts.reduce(0.0) { $0 + Double(($1 - 256) * ($1 - 256)) / 256 }
    return counts.reduce(0, +) == 65_536 && abs(statistic - 255) < 5 * 22.6
  }

  @Test("every byte of a stream, of children's seeds and of a row's hashes is uniform")
  func bytesAreUniform() {
    let indices = 0..<65_536
    for root in 0..<4 as Range<UInt64> {
      let seed = Seed(root)
      for shift in stride(from: 0, to: 64, by: 8) {
        var generator = seed.generator()
        #expect(
          isUniform(indices.map { _ in UInt8(truncatingIfNeeded: generator.next() >> shift) }))
        #expect(
          isUniform(indices.map { UInt8(truncatingIfNeeded: seed.child($0).bits >> shift) }))
      }
      for shift in stride(from: 0, to: 32, by: 8) {
        #expect(
          isUniform(indices.map { UInt8(truncatingIfNeeded: seed.hash(UInt32($0)) >> shift) }))
        #expect(
          isUniform(indices.map { UInt8(truncatingIfNeeded: seed.child($0).hash(3) >> shift) }))
      }
    }
  }

  @Test("neighbouring indices share half their bits")
  func avalanche() {
    let seed = Seed(9)
    let (children, hashes) = (0..<20_000).reduce((0, 0)) { sums, i in
      let child = seed.child(i).bits ^ seed.child(i + 1).bits
      let hash = seed.hash(UInt32(i)) ^ seed.hash(UInt32(i + 1))
      return (sums.0 + child.nonzeroBitCount, sums.1 + hash.nonzeroBitCount)
    }
    // Five standard deviations of the number of ones among as many fair bits, sqrt(bits) / 2.
    #expect(abs(children - 20_000 * 32) < 2829)
    #expect(abs(hashes - 20_000 * 16) < 2000)
  }

  @Test("no two columns of a row have the same hash")
  func hashIsOneToOne() {
    let seed = Seed(4)
    let hashes = Set((0..<200_000).map { seed.hash(UInt32($0)) })
    #expect(hashes.count == 200_000)
  }
}
