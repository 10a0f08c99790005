import Ranking
import Testing

@Suite struct HolmTests {
  /// Holm's is what closing Bonferroni's test gives: a hypothesis falls when every set of hypotheses that
  /// it is in falls.
  @Test func equalsTheClosedTest() {
    for number in 0..<200 {
      var generator = generator(number)
      let count = generator.int(below: 7)
      let pValues = (0..<count).map { _ in Double(generator.int(below: 20)) / 64 }
      let closed = pValues.indices.map { own in
        (1..<max(1 << count, 1)).filter { $0 >> own & 1 == 1 }.map { set in
          let members = pValues.indices.filter { set >> $0 & 1 == 1 }.map { pValues[$0] }
          return min(1, Double(members.count) * (members.min() ?? 1))
        }.max()
      }
      #expect(holmCorrected(pValues) == closed)
    }
  }

  @Test func examples() {
    #expect(holmCorrected([]) == [])
    #expect(holmCorrected([0.25]) == [0.25])
    #expect(holmCorrected([0.25, 0.0625, 0.125]) == [0.25, 0.1875, 0.25])
    #expect(holmCorrected([1, 1]) == [1, 1])
  }
}
