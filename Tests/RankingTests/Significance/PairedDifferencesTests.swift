import Ranking
import Tensors
import Testing

@Suite struct PairedDifferencesTests {
  @Test func meansAreThoseOfTheMetrics() {
    for number in 0..<100 {
      var generator = generator(number)
      let seeds = 1 + generator.int(below: 4)
      let count = 1 + generator.int(below: 50)
      func ranks(_ seeds: Int) -> [[Int]] {
        (0..<seeds).map { _ in (0..<count).map { _ in 1 + generator.int(below: 30) } }
      }
      let (model, baseline) = (ranks(seeds), ranks(1))
      func mean(_ value: (RankingMetrics) -> Double) -> Double {
        func over(_ seeds: [[Int]]) -> Double {
          seeds.reduce(0) { $0 + value(RankingMetrics(ranks: $1)) } / Double(seeds.count)
        }
        return over(model) - over(baseline)
      }
      func difference(_ metric: RankMetric) -> PairedDifferences {
        PairedDifferences(of: metric, model, against: baseline)
      }
      #expect(abs(difference(.reciprocalRank).mean - mean(\.mrr)) < 1e-12)
      #expect(abs(difference(.hit(at: 10)).mean - mean { $0.hitRate(at: 10) ?? 9 }) < 1e-12)
      #expect(abs(difference(.gain(at: 10)).mean - mean { $0.ndcg(at: 10) ?? 9 }) < 1e-12)
      let wins = difference(.reciprocalRank).wins
      let pooled = (0..<count).map { unit in
        model.reduce(0) { $0 + 1 / Double($1[unit]) } / Double(seeds) - 1
          / Double(baseline[0][unit])
      }
      #expect(wins.model == pooled.count { $0 > 1e-12 })
      #expect(wins.baseline == pooled.count { $0 < -1e-12 })
    }
  }

  /// Copies of a seed add nothing.
  @Test func equalSeedsAreOne() throws {
    var generator = generator(1)
    let ranks = (0..<40).map { _ in 1 + generator.int(below: 9) }
    let baseline = (0..<40).map { _ in 1 + generator.int(below: 9) }
    let one = PairedDifferences(of: .reciprocalRank, [ranks], against: [baseline])
    let three = PairedDifferences(
      of: .reciprocalRank, [ranks, ranks, ranks], against: [baseline, baseline])
    #expect(one == three)
  }

  @Test func exchangedModelsChangeSigns() throws {
    for number in 0..<40 {
      var generator = generator(number)
      let count = generator.int(below: 90)
      let (a, b) = (values(count, 40, &generator), values(count, 40, &generator))
      let (there, back) = (PairedDifferences(a, against: b), PairedDifferences(b, against: a))
      #expect(there.mean == -back.mean)
      #expect(there.wins == (back.wins.baseline, back.wins.model))
      #expect(there.wilcoxon.pValue == back.wilcoxon.pValue)
      #expect(there.wilcoxon.positiveRankSum == back.wilcoxon.negativeRankSum)
      let first = try there.bootstrap(resamples: 999, seed: Seed(2))
      let second = try back.bootstrap(resamples: 999, seed: Seed(2))
      #expect(first.pValue == second.pValue)
      #expect(first.interval.lowerBound == -second.interval.upperBound)
      #expect(first.interval.upperBound == -second.interval.lowerBound)
    }
  }

  @Test func theOrderOfUnitsDoesNotMatter() throws {
    for number in 0..<20 {
      var generator = generator(number)
      let pairs = zip(values(70, 50, &generator), values(70, 50, &generator)).map { ($0, $1) }
      var order = Array(pairs.indices)
      generator.shuffle(&order)
      let one = PairedDifferences(pairs.map(\.0), against: pairs.map(\.1))
      let other = PairedDifferences(order.map { pairs[$0].0 }, against: order.map { pairs[$0].1 })
      #expect(one == other)
      #expect(one.wilcoxon == other.wilcoxon)
      #expect(
        try one.bootstrap(resamples: 99, seed: Seed(2))
          == other.bootstrap(resamples: 99, seed: Seed(2)))
    }
  }

  /// 1/2 - 1/3 = 1/3 - 1/6, which binary fractions do not know.
  @Test func equalFractionsTie() {
    let differences = PairedDifferences(
      of: .reciprocalRank, [[2, 6, 12]], against: [[3, 3, 4]])
    let test = differences.wilcoxon
    #expect(test.positiveRankSum == 2 && test.negativeRankSum == 4)
    #expect(abs(differences.mean + 1.0 / 18) < 1e-12)
  }

  @Test func noUnits() {
    let none = PairedDifferences(of: .reciprocalRank, [[]], against: [[]])
    #expect(none.count == 0 && none.mean == 0 && none.wins == (0, 0))
  }
}
