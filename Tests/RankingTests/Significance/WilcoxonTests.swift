import Foundation
import Ranking
import Tensors
import Testing

@Suite struct WilcoxonTests {
  /// Against all sign patterns of the mid-ranks, written down one by one.
  @Test func smallOnesEqualAllSignPatterns() {
    for number in 0..<200 {
      var generator = generator(number)
      let count = generator.int(below: 13)
      // Powers of 2, so that equal differences are equal here, too.
      let levels = 2 << generator.int(below: 6)
      let (a, b) = (values(count, levels, &generator), values(count, levels, &generator))
      let differences = zip(a, b).map { $0 - $1 }.filter { $0 != 0 }
      let ranks = differences.map { own in
        let smaller = differences.count { abs($0) < abs(own) }
        let equal = differences.count { abs($0) == abs(own) }
        return Double(smaller) + Double(equal + 1) / 2
      }
      func sum(_ isPositive: (Int) -> Bool) -> Double {
        ranks.indices.reduce(0) { isPositive($1) ? $0 + ranks[$1] : $0 }
      }
      let positive = sum { differences[$0] > 0 }
      let negative = sum { differences[$0] < 0 }
      let patterns = (0..<1 << differences.count).map { bits in sum { bits >> $0 & 1 == 1 } }
      let low = patterns.count { $0 <= min(positive, negative) }
      let high = patterns.count { $0 >= max(positive, negative) }
      #expect(low == high)
      let test = PairedDifferences(a, against: b).wilcoxon
      #expect(test.positiveRankSum == positive && test.negativeRankSum == negative)
      #expect(test.count == differences.count && test.isExact)
      #expect(test.pValue == min(1, Double(low + high) / Double(patterns.count)))
    }
  }

  @Test func equalsSciPy() throws {
    for line in try golden("wilcoxon") {
      let fields = line.split(separator: ",").map(String.init)
      let (model, baseline) = (numbers(fields[3]), numbers(fields[4]))
      let test = PairedDifferences(model, against: baseline).wilcoxon
      #expect(test.isExact == (fields[0] != "normal"))
      #expect(test.positiveRankSum == Double(fields[1]))
      let expected = try #require(Double(fields[2]))
      #expect(abs(test.pValue - expected) <= 1e-11 * expected, "\(line.prefix(50))")
    }
  }

  @Test func errorFunctionEqualsSciPy() throws {
    for line in try golden("erfc") {
      let fields = numbers(line.replacing(",", with: " "))
      let value = complementaryErrorFunction(fields[0])
      #expect(abs(value - fields[1]) <= 1e-12 * fields[1], "\(line): \(value)")
    }
    #expect(complementaryErrorFunction(40) == 0)
  }

  @Test func nothingDiffers() {
    for values in [[], [0.5], [Double](repeating: 0.25, count: 80)] {
      let test = PairedDifferences(values, against: values).wilcoxon
      #expect(test.pValue == 1 && test.count == 0)
      #expect(test.positiveRankSum == 0 && test.negativeRankSum == 0)
    }
  }

  /// A thousand comparisons of equals: small p-values come as often as they say.
  @Test(arguments: [30, 90]) func smallValuesAreRareAmongEquals(_ count: Int) {
    let pValues = (0..<1_000).map { number in
      var generator = generator(number)
      return PairedDifferences(
        values(count, 1 << 30, &generator), against: values(count, 1 << 30, &generator)
      ).wilcoxon.pValue
    }
    #expect((20...80).contains(pValues.count { $0 <= 0.05 }))
    #expect((420...580).contains(pValues.count { $0 <= 0.5 }))
    #expect((840...960).contains(pValues.count { $0 <= 0.9 }))
  }

  private func golden(_ name: String) throws -> [String] {
    let url = Bundle.module.bundleURL.appending(path: "Goldens")
      .appending(path: "significance-\(name).csv")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
      .map(String.init)
  }

  private func numbers(_ text: String) -> [Double] {
    text.split(separator: " ").compactMap { Double($0) }
  }
}

/// Values from 0 to below 1 in so many levels.
func values(_ count: Int, _ levels: Int, _ generator: inout SplitMix64) -> [Double] {
  (0..<count).map { _ in Double(generator.int(below: levels)) / Double(levels) }
}
