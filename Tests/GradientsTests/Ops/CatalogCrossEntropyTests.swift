import Foundation
import Gradients
import Tensors
import Testing

@Suite struct CatalogCrossEntropyTests {
  @Test func aTableOfZerosCostsTheLogOfItsRows() {
    let result = run([1, 2], [0, 0, 0, 0, 0, 0], [2], rows: 1, bias: nil)
    #expect(abs(result.loss - log(3)) < 1e-15)
    #expect(result.query == Tensor(zeros: [1, 2]))
    let expected: [Double] = [1, 2, 1, 2, -2, -4].map { $0 / 3 }
    #expect(largestDifference(result.table, Tensor(expected, shape: [3, 2])) < 1e-15)
  }

  /// With the logits on the tape in between, the same to rounding; 2,500 rows are more than are done at once.
  @Test(arguments: [1, 130, 2500]) func theSameAsDotsAndSoftmax(_ rows: Int) {
    let n = 37
    let (q, t) = (sample([rows, 5], Seed(1)), sample([n, 5], Seed(2)))
    let bias = sample([n], Seed(3))
    var generator = Seed(4).generator()
    let targets = (0..<rows).map { _ in Int32.random(in: 0..<Int32(n), using: &generator) }
    let one = run(q.elements, t.elements, targets, rows: rows, bias: bias)

    var tape = Tape(Weights<Double>([]))
    let (a, b, c) = (tape.input(q), tape.input(t), tape.input(bias))
    let logits = tape.dots(of: a, with: b, bias: c)
    let loss = tape.softmaxCrossEntropy(logits, targets: targets)
    #expect(abs(one.loss - tape[loss].scalar) < 1e-12)
    let gradients = tape.backward(from: loss)
    for (x, y) in [(one.query, a), (one.table, b), (one.bias, c)] {
      #expect(largestDifference(x, gradients.gradient(of: y) ?? Tensor(zeros: [])) < 1e-14)
    }
  }

  @Test func noRowsAndOneItemCostNothing() {
    let none = run([], [1, 2], [], rows: 0, bias: Tensor([1], shape: [1]))
    #expect(none.loss == 0 && none.table == Tensor(zeros: [1, 2]))
    #expect(none.bias == Tensor(zeros: [1]))
    let one = run([3], [4], [0], rows: 1, bias: nil)
    #expect(one.loss == 0 && one.query == Tensor(zeros: [1, 1]))
  }

  @Test func largeLogitsStayFinite() {
    let result = run([100], [100, -100], [1], rows: 1, bias: nil)
    #expect(result.loss == 2e4)
    #expect(result.query == Tensor([200], shape: [1, 1]))
    #expect(result.table == Tensor([100, -100], shape: [2, 1]))
  }

  @Test func whatIsConstantNeedsNoDerivative() {
    var tape = Tape(Weights<Double>([]))
    let q = tape.input(Tensor([1, 2], shape: [2, 1]))
    let t = tape.constant(Tensor([0, 0], shape: [2, 1]))
    let loss = tape.softmaxCrossEntropy(of: q, with: t, targets: [0, 1])
    #expect(abs(tape[loss].scalar - log(2)) < 1e-15)
    let gradients = tape.backward(from: loss)
    #expect(gradients.gradient(of: q) == Tensor(zeros: [2, 1]))
    #expect(gradients.gradient(of: t) == nil)
  }

  #if os(macOS) || os(Linux)
    @Test func targetsMustBeRowsOfTheTable() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (q, t) = (tape.constant(Tensor(zeros: [1, 3])), tape.constant(Tensor(zeros: [4, 3])))
        _ = tape.softmaxCrossEntropy(of: q, with: t, targets: [4])
      }
    }
  #endif

  private func run(
    _ query: [Double], _ table: [Double], _ targets: [Int32], rows: Int, bias: Tensor<Double>?
  ) -> (loss: Double, query: Tensor<Double>, table: Tensor<Double>, bias: Tensor<Double>) {
    let k = rows == 0 ? table.count : query.count / rows
    var tape = Tape(Weights<Double>([]))
    let q = tape.input(Tensor(query, shape: [rows, k]))
    let t = tape.input(Tensor(table, shape: [table.count / k, k]))
    let b = bias.map { tape.input($0) }
    let result = tape.softmaxCrossEntropy(of: q, with: t, bias: b, targets: targets)
    let loss = tape[result].scalar
    let gradients = tape.backward(from: result)
    func gradient(_ x: Variable?) -> Tensor<Double> {
      x.flatMap { gradients.gradient(of: $0) } ?? Tensor(zeros: [])
    }
    return (loss, gradient(q), gradient(t), gradient(b))
  }
}
