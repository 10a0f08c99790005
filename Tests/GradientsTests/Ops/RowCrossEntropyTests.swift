import Foundation
import Gradients
import Tensors
import Testing

@Suite struct RowCrossEntropyTests {
  @Test func equalLogitsCostTheLogOfTheirNumberForEachCount() {
    let (loss, bar) = run(
      [2, 2, 2, 2, 0, 0, 0, 0], [2, 4],
      SparseMatrix(columns: 4, rows: [[(0, 1), (2, 2)], [(3, 1)]]))
    #expect(abs(loss - 2 * log(4)) < 1e-14)
    // (3 / 4 - x) / 2, and (1 / 4 - x) / 2.
    let expected = [-0.125, 0.375, -0.625, 0.375, 0.125, 0.125, 0.125, -0.375]
    #expect(zip(bar, expected).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func oneItemARowIsItsCrossEntropy() {
    let z = sample([70, 9], Seed(1))
    let targets = indexSample(70, below: 9, Seed(2))
    let rows = SparseMatrix<Double>(columns: 9, rows: targets.map { [(Int($0), 1)] })
    let one = evaluate(z) { $1.softmaxCrossEntropy($0, targets: targets) }
    let other = evaluate(z) { $1.softmaxCrossEntropy($0, against: rows) }
    #expect(abs(one.loss - other.loss) < 1e-14)
    #expect(zip(one.bar, other.bar).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func rowsWithoutEntriesAndNoRowsCostNothing() {
    let empty = run([1, 2, 3, 4], [2, 2], SparseMatrix(columns: 2, rows: [[], []]))
    #expect(empty.loss == 0 && empty.bar == [0, 0, 0, 0])
    let none = run([], [0, 3], SparseMatrix(columns: 3))
    #expect(none.loss == 0 && none.bar.isEmpty)
    let single = run([7], [1, 1], SparseMatrix(columns: 1, rows: [[(0, 5)]]))
    #expect(single.loss == 0 && single.bar == [0])
  }

  @Test func largeLogitsStayFinite() {
    let x = SparseMatrix<Float>(columns: 3, rows: [[(0, 1), (1, 2)]])
    let float = evaluate(Tensor<Float>([1e4, -1e4, 0], shape: [1, 3])) {
      $1.softmaxCrossEntropy($0, against: x)
    }
    #expect(float.loss == 4e4)
    #expect(zip(float.bar, [2, -2, 0]).allSatisfy { abs($0 - $1) < 1e-30 })
  }

  /// The derivative of an item that is all but certain not to come is not a difference of large numbers.
  @Test func smallDerivativesKeepTheirDigits() {
    let x = SparseMatrix<Float>(columns: 2, rows: [[(0, 0x1p-20), (1, 100)]])
    let bar = evaluate(Tensor<Float>([-30, 0], shape: [1, 2])) {
      $1.softmaxCrossEntropy($0, against: x)
    }.bar
    let expected = (100 + 0x1p-20) * exp(-30.0) / (1 + exp(-30.0)) - 0x1p-20
    #expect(abs(Double(bar[0]) / expected - 1) < 1e-6)
  }

  @Test func aNaNIsNotHidden() {
    let x = SparseMatrix<Float>(columns: 3, rows: [[(0, 1)]])
    let z = Tensor<Float>([1, .nan, 2], shape: [1, 3])
    #expect(evaluate(z) { $1.softmaxCrossEntropy($0, against: x) }.loss.isNaN)
  }

  #if os(macOS) || os(Linux)
    @Test func shapesMustBeEqual() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let z = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.softmaxCrossEntropy(z, against: SparseMatrix(columns: 2, rows: [[], []]))
      }
    }
  #endif

  private func run(
    _ z: [Double], _ shape: Shape, _ x: SparseMatrix<Double>
  ) -> (loss: Double, bar: [Double]) {
    evaluate(Tensor(z, shape: shape)) { $1.softmaxCrossEntropy($0, against: x) }
  }
}
