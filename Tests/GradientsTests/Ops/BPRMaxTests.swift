import Foundation
import Gradients
import Tensors
import Testing

@Suite struct BPRMaxTests {
  @Test func zerosCostLogTwo() {
    let (loss, bar) = loss([0, 0, 0], [1, 3])
    #expect(abs(loss - log(2)) < 1e-15)
    #expect(zip(bar, [-0.5, 0.25, 0.25]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  /// `w = (1/4, 3/4)`; the squares are 0 and `(log 3)^2`.
  @Test func whatScoresHighCountsMost() {
    let z = [0, 0, log(3.0)]
    let likely = 0.25 * 0.5 + 0.75 * 0.25
    #expect(abs(loss(z, [1, 3]).loss + log(likely)) < 1e-14)
    let square = 0.75 * log(3.0) * log(3.0)
    #expect(abs(loss(z, [1, 3], 2).loss - (2 * square - log(likely))) < 1e-14)
  }

  @Test func nothingCostsNothing() {
    for shape in [[0, 3], [0, 0], [3, 1]] as [Shape] {
      let (loss, bar) = loss([Double](repeating: 1, count: shape.elementCount), shape, 1)
      #expect(loss == 0 && bar.allSatisfy { $0 == 0 })
    }
    #expect(loss([1, -.infinity], [1, 2], 1) == (0, [0, 0]))
  }

  /// Where no negative is below the target the logarithm's argument is 1e-24.
  @Test func largeLogitsStayFinite() {
    for z: [Float] in [[1e4, -1e4, 3], [-1e4, 1e4, 3], [0, 1e4, -1e4]] {
      let (loss, bar) = evaluate(Tensor(z, shape: [1, 3])) { $1.bprMax($0, regularization: 1) }
      #expect(loss.isFinite && bar.allSatisfy(\.isFinite))
    }
    #expect(abs(loss([-1e4, 1e4], [1, 2]).loss + log(1e-24)) < 1e-12)
  }

  @Test func aNaNIsNotHidden() {
    for z: [Float] in [[.nan, 1, 2], [1, .nan, 2], [1, 2, .nan]] {
      #expect(evaluate(Tensor(z, shape: [1, 3])) { $1.bprMax($0) }.loss.isNaN)
    }
  }

  private func loss(
    _ z: [Double], _ shape: Shape, _ regularization: Double = 0
  ) -> (loss: Double, bar: [Double]) {
    evaluate(Tensor(z, shape: shape)) { $1.bprMax($0, regularization: regularization) }
  }
}
