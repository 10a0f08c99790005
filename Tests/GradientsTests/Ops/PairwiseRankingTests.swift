import Foundation
import Gradients
import Tensors
import Testing

@Suite struct PairwiseRankingTests {
  @Test func equalLogitsCostLogTwo() {
    let (loss, bar) = loss([5, 5, 5, -1, -1, -1], [2, 3])
    #expect(abs(loss - log(2)) < 1e-15)
    #expect(bar == [-0.25, 0.125, 0.125, -0.25, 0.125, 0.125])
  }

  @Test func onlyTheDifferenceCounts() {
    let (a, b) = (loss([1, 3], [1, 2]), loss([101, 103], [1, 2]))
    #expect(abs(a.loss - log(1 + exp(2.0))) < 1e-14)
    #expect(a.loss == b.loss && a.bar == b.bar)
  }

  /// The mean is over the negatives that there are.
  @Test func whatIsNotThereDoesNotCount() {
    let (few, more) = (loss([1, 3, 0], [1, 3]), loss([1, 3, -.infinity, 0], [1, 4]))
    #expect(abs(few.loss - more.loss) < 1e-15 && more.bar[2] == 0)
    #expect(zip(few.bar, [0, 1, 3].map { more.bar[$0] }).allSatisfy { abs($0 - $1) < 1e-16 })
  }

  @Test func noPairsCostNothing() {
    for shape in [[0, 3], [0, 0], [3, 1], [1, 1]] as [Shape] {
      let (loss, bar) = loss([Double](repeating: 1, count: shape.elementCount), shape)
      #expect(loss == 0 && bar.allSatisfy { $0 == 0 })
    }
  }

  @Test func largeLogitsStayFinite() {
    #expect(loss([-1e4, 1e4], [1, 2]) == (2e4, [-1, 1]))
    let (large, small) = (floatLoss([-1e4, 1e4], [1, 2]), floatLoss([1e4, -1e4], [1, 2]))
    #expect(large.loss == 2e4 && large.bar == [-1, 1])
    #expect(small.loss < 1e-30 && small.bar.allSatisfy { abs($0) < 1e-30 })
  }

  private func loss(_ z: [Double], _ shape: Shape) -> (loss: Double, bar: [Double]) {
    evaluate(Tensor(z, shape: shape)) { $1.bayesianPersonalizedRanking($0) }
  }

  private func floatLoss(_ z: [Float], _ shape: Shape) -> (loss: Float, bar: [Float]) {
    evaluate(Tensor(z, shape: shape)) { $1.bayesianPersonalizedRanking($0) }
  }
}
