import Gradients
import Tensors
import Testing

@Suite struct SparseLinearTests {
  @Test func aRowIsASumOfRows() {
    let x = SparseMatrix<Float>(columns: 3, rows: [[(0, 1), (2, 2)], []])
    // (10, 20) + (1, 2) + 2 (5, 6), and the bias alone.
    let result = run(x, [1, 2, 3, 4, 5, 6], [10, 20], bar: [1, 2, 3, 4])
    #expect(result.y == Tensor([21, 34, 10, 20], shape: [2, 2]))
    // WBar = transpose(x) yBar; nothing names row 1.
    #expect(result.weight == Tensor([1, 2, 0, 0, 2, 4], shape: [3, 2]))
    #expect(result.bias == Tensor([4, 6], shape: [2]))
  }

  @Test func rowsThatNameTheSameItemAddUp() {
    let x = SparseMatrix<Float>(columns: 2, rows: [[(1, 1)], [(1, 3)], [(1, 1)]])
    let result = run(x, [5, 7], [1], bar: [1, 10, 100])
    #expect(result.y == Tensor([8, 22, 8], shape: [3, 1]))
    #expect(result.weight == Tensor([0, 131], shape: [2, 1]))
    #expect(result.bias == Tensor([111], shape: [1]))
  }

  @Test func noRowsGiveGradientsOfZero() {
    let result = run(SparseMatrix(columns: 2), [1, 2, 3, 4], [5, 6], bar: [])
    #expect(result.y.shape == [0, 2])
    #expect(result.weight == Tensor(zeros: [2, 2]) && result.bias == Tensor(zeros: [2]))
  }

  @Test func oneOfEverything() {
    let result = run(SparseMatrix(columns: 1, rows: [[(0, 3)]]), [2], [1], bar: [4])
    #expect(result.y == Tensor([7], shape: [1, 1]))
    #expect(result.weight == Tensor([12], shape: [1, 1]) && result.bias == Tensor([4], shape: [1]))
  }

  @Test func largeValuesKeepTheirSize() {
    let x = SparseMatrix<Float>(columns: 2, rows: [[(0, 1), (1, 1)]])
    let result = run(x, [0x1p100, 0x1p100], [0x1p100], bar: [0x1p120])
    #expect(result.y == Tensor([0x3p100], shape: [1, 1]))
    #expect(result.weight == Tensor([0x1p120, 0x1p120], shape: [2, 1]))
  }

  /// Dropout is of entries: what a row lacks it lacks still, and all that is left is scaled.
  @Test func entriesAreDropped() {
    let x = SparseMatrix<Float>(
      columns: 400, rows: [(0..<200).map { (column: 2 * $0, value: 1) }])
    var tape = Tape(Weights<Float>([]), seed: Seed(3))
    let w = tape.input(Tensor(repeating: 1, shape: [400, 1]))
    let b = tape.constant(Tensor(zeros: [1]))
    let result = tape.sparseLinear(x, weight: w, bias: b, dropout: 0.75)
    let sum = tape[result].elements[0]
    let bar = tape.backward(from: result).gradient(of: w)?.elements ?? []
    let kept = bar.indices.filter { bar[$0] != 0 }
    #expect(kept.allSatisfy { $0.isMultiple(of: 2) && bar[$0] == 4 })
    #expect((20...80).contains(kept.count) && sum == 4 * Float(kept.count))
  }

  #if os(macOS) || os(Linux)
    @Test func shapesMustFit() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (weight, bias) = (
          tape.constant(Tensor(zeros: [3, 2])), tape.constant(Tensor(zeros: [2]))
        )
        _ = tape.sparseLinear(SparseMatrix(columns: 4, rows: [[]]), weight: weight, bias: bias)
      }
    }
  #endif

  private func run(
    _ x: SparseMatrix<Float>, _ weight: [Float], _ bias: [Float], bar: [Float]
  ) -> (y: Tensor<Float>, weight: Tensor<Float>, bias: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let w = tape.input(Tensor(weight, shape: [x.columns, bias.count]))
    let b = tape.input(Tensor(bias, shape: [bias.count]))
    let result = tape.sparseLinear(x, weight: w, bias: b)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(bar, shape: y.shape))
    let none = Tensor<Float>(zeros: [])
    return (y, gradients.gradient(of: w) ?? none, gradients.gradient(of: b) ?? none)
  }
}
