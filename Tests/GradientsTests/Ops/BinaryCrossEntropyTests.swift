import Foundation
import Gradients
import Tensors
import Testing

@Suite struct BinaryCrossEntropyTests {
  @Test func undecidedLogitsCostLogTwoEach() {
    let (loss, bar) = loss([0, 0, 0, 0], [2, 2])
    #expect(abs(loss - 2 * log(2)) < 1e-15)
    #expect(bar == [-0.25, 0.25, -0.25, 0.25])
  }

  @Test func theFirstColumnIsThePositive() {
    let (right, wrong) = (loss([3, -3], [1, 2]).loss, loss([-3, 3], [1, 2]).loss)
    #expect(abs(right - 2 * log(1 + exp(-3.0))) < 1e-15)
    #expect(abs(wrong - 2 * log(1 + exp(3.0))) < 1e-14)
  }

  @Test func thePositivesWeightIsItsAlone() {
    let (loss, bar) = evaluate(Tensor<Double>([0, 0, 0, 0], shape: [2, 2])) {
      $1.binaryCrossEntropy($0, positiveWeight: 0.5)
    }
    #expect(abs(loss - 1.5 * log(2)) < 1e-15)
    #expect(bar == [-0.125, 0.25, -0.125, 0.25])
  }

  @Test func noRowsCostNothing() {
    for shape in [[0, 3], [0, 0]] as [Shape] {
      let (loss, bar) = loss([], shape)
      #expect(loss == 0 && bar.isEmpty)
    }
  }

  @Test func onlyAPositive() {
    let (loss, bar) = loss([0], [1, 1])
    #expect(abs(loss - log(2)) < 1e-15 && bar == [-0.5])
  }

  @Test func largeLogitsStayFinite() {
    #expect(loss([1e4, -1e4], [1, 2]) == (0, [0, 0]))
    #expect(loss([-1e4, 1e4], [1, 2]) == (2e4, [-1, 1]))
    let float = floatLoss([-1e4, 1e4], [1, 2])
    #expect(float.loss == 2e4 && float.bar == [-1, 1])
    let small = floatLoss([1e4, -1e4], [1, 2])
    #expect(small.loss < 1e-30 && small.bar.allSatisfy { abs($0) < 1e-30 })
  }

  @Test func aNaNIsNotHidden() {
    #expect(floatLoss([.nan, 1], [1, 2]).loss.isNaN)
    #expect(floatLoss([1, .nan], [1, 2]).loss.isNaN)
  }

  private func loss(_ z: [Double], _ shape: Shape) -> (loss: Double, bar: [Double]) {
    evaluate(Tensor(z, shape: shape)) { $1.binaryCrossEntropy($0) }
  }

  private func floatLoss(_ z: [Float], _ shape: Shape) -> (loss: Float, bar: [Float]) {
    evaluate(Tensor(z, shape: shape)) { $1.binaryCrossEntropy($0) }
  }
}

/// A loss of one input, and its derivative.
func evaluate<S: Scalar>(
  _ x: Tensor<S>, _ loss: (Variable, inout Tape<S>) -> Variable
) -> (loss: S, bar: [S]) {
  var tape = Tape(Weights<S>([]))
  let input = tape.input(x)
  let result = loss(input, &tape)
  let value = tape[result].scalar
  return (value, tape.backward(from: result).gradient(of: input)?.elements ?? [])
}
