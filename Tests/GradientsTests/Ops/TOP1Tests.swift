import Foundation
import Gradients
import Tensors
import Testing

@Suite struct TOP1Tests {
  @Test func zerosCostOne() {
    for bySoftmax in [false, true] {
      let (loss, bar) = loss([0, 0, 0], [1, 3], bySoftmax)
      #expect(abs(loss - 1) < 1e-15)
      #expect(bar == [-0.25, 0.125, 0.125])
    }
  }

  /// `w = softmax(0, log 3) = (1/4, 3/4)`.
  @Test func theMaximumWeighsByScores() {
    let z = [0, 0, log(3.0)]
    let costs = [1, 0.75 + 1 / (1 + exp(-log(3.0) * log(3.0)))]
    #expect(abs(loss(z, [1, 3], false).loss - (costs[0] + costs[1]) / 2) < 1e-15)
    #expect(abs(loss(z, [1, 3], true).loss - (costs[0] + 3 * costs[1]) / 4) < 1e-15)
  }

  @Test func nothingCostsNothing() {
    for shape in [[0, 3], [0, 0], [3, 1]] as [Shape] {
      let (loss, bar) = loss([Double](repeating: 1, count: shape.elementCount), shape, true)
      #expect(loss == 0 && bar.allSatisfy { $0 == 0 })
    }
    #expect(loss([1, -.infinity], [1, 2], true) == (0, [0, 0]))
  }

  @Test func largeLogitsStayFinite() {
    for z: [Float] in [[1e4, -1e4, 3], [-1e4, 1e4, 3], [0, 1e4, -1e4]] {
      for bySoftmax in [false, true] {
        let (loss, bar) = evaluate(Tensor(z, shape: [1, 3])) {
          $1.top1($0, bySoftmax: bySoftmax)
        }
        #expect(loss.isFinite && bar.allSatisfy(\.isFinite))
      }
    }
  }

  @Test func aNaNIsNotHidden() {
    for z: [Float] in [[.nan, 1, 2], [1, .nan, 2], [1, 2, .nan]] {
      #expect(evaluate(Tensor(z, shape: [1, 3])) { $1.top1($0, bySoftmax: true) }.loss.isNaN)
      #expect(evaluate(Tensor(z, shape: [1, 3])) { $1.top1($0) }.loss.isNaN)
    }
  }

  private func loss(
    _ z: [Double], _ shape: Shape, _ bySoftmax: Bool
  ) -> (loss: Double, bar: [Double]) {
    evaluate(Tensor(z, shape: shape)) { $1.top1($0, bySoftmax: bySoftmax) }
  }
}
