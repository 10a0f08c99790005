import Foundation
import Gradients
import Tensors
import Testing

@Suite struct SoftmaxCrossEntropyTests {
  @Test func equalLogitsCostTheLogOfTheirNumber() {
    let (loss, bar) = loss([2, 2, 2, 2, 0, 0, 0, 0], [2, 4], [1, 3])
    #expect(abs(loss - log(4)) < 1e-14)
    #expect(bar == [0.125, -0.375, 0.125, 0.125, 0.125, 0.125, 0.125, -0.375])
  }

  @Test func twoLogitsAreALogisticRegression() {
    let loss = loss([1, 3], [1, 2], [0]).loss
    #expect(abs(loss - log(1 + exp(2.0))) < 1e-14)
  }

  @Test func oneColumnAndNoRowsCostNothing() {
    let (one, none) = (loss([7, -7], [2, 1], [0, 0]), loss([], [0, 3], []))
    #expect(one.loss == 0 && one.bar == [0, 0])
    #expect(none.loss == 0 && none.bar.isEmpty)
  }

  @Test func largeLogitsStayFinite() {
    #expect(loss([1e4, -1e4], [1, 2], [1]) == (2e4, [1, -1]))
    let float = evaluate(Tensor<Float>([1e4, -1e4, 0], shape: [1, 3])) {
      $1.softmaxCrossEntropy($0, targets: [1])
    }
    #expect(float.loss == 2e4)
    #expect(zip(float.bar, [1, -1, 0]).allSatisfy { abs($0 - $1) < 1e-30 })
  }

  @Test func aNaNIsNotHidden() {
    let z = Tensor<Float>([1, .nan, 2], shape: [1, 3])
    #expect(evaluate(z) { $1.softmaxCrossEntropy($0, targets: [0]) }.loss.isNaN)
  }

  #if os(macOS) || os(Linux)
    @Test func everyRowNeedsATargetThatIsAColumn() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let z = tape.constant(Tensor(zeros: [1, 3]))
        _ = tape.softmaxCrossEntropy(z, targets: [3])
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let z = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.softmaxCrossEntropy(z, targets: [0])
      }
    }
  #endif

  private func loss(
    _ z: [Double], _ shape: Shape, _ targets: [Int32]
  ) -> (loss: Double, bar: [Double]) {
    evaluate(Tensor(z, shape: shape)) { $1.softmaxCrossEntropy($0, targets: targets) }
  }
}
