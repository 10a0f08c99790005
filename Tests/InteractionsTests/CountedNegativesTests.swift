import Foundation
import Interactions
import Tensors
import Testing

@Suite struct CountedNegativesTests {
  /// Items with 1, 4, 9, 16 and no events; the last one comes after the log is cut.
  private var log: InteractionLog {
    InteractionLog(
      [1, 4, 9, 16, 10].enumerated().flatMap { item, count in
        (0..<count).map { (user: "\(item)", item: "\(item)", timestamp: Double(100 * item + $0)) }
      }
    ).split(.byTime(train: 0.75, validation: 0.125)).train
  }

  /// Pearson's statistic of 4 cells has 3 degrees of freedom; 22 is its 0.99993 quantile.
  @Test(arguments: [0, 0.5, 1]) func areDrawnByCounts(_ exponent: Double) {
    let negatives = CountedNegatives(of: log, exponent: exponent)
    var generator = Seed(1).generator()
    var drawn = [Double](repeating: 0, count: 5)
    for _ in 0..<20_000 { drawn[Int(negatives.draw(using: &generator))] += 1 }
    let weights = [1.0, 4, 9, 16].map { pow($0, exponent) }
    let total = weights.reduce(0, +)
    #expect(drawn[4] == 0)
    let statistic = zip(drawn, weights).reduce(0) {
      let expected = 20_000 * $1.1 / total
      return $0 + ($1.0 - expected) * ($1.0 - expected) / expected
    }
    #expect(statistic < 22)
  }

  @Test func theLogarithmsOfCounts() {
    let negatives = CountedNegatives(of: log, exponent: 0.5)
    for (item, count) in [1.0, 4, 9, 16, 0].enumerated() {
      let found = negatives.logCount(of: Int32(item))
      #expect(count == 0 ? found == -.infinity : abs(found - Foundation.log(count)) < 1e-15)
    }
  }

  #if os(macOS) || os(Linux)
    @Test func aLogWithoutEventsHasNothingToDraw() async {
      await #expect(processExitsWith: .failure) {
        _ = CountedNegatives(of: InteractionLog([]), exponent: 1)
      }
    }
  #endif
}
