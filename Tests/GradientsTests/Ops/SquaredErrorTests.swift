import Gradients
import Tensors
import Testing

@Suite struct SquaredErrorTests {
  @Test func zerosOfTheTargetCount() {
    let (loss, bar) = run(
      [1, 2, 3, 4], [2, 2], against: SparseMatrix(columns: 2, rows: [[(1, 4)], []]))
    #expect(loss == 7.5)
    #expect(bar == Tensor([0.5, -1, 1.5, 2], shape: [2, 2]))
  }

  /// More columns than are compared at a stretch, with entries at the borders.
  @Test func wideRows() {
    let n = 2500
    let entries = [0, 1023, 1024, 2047, 2048, 2499].map { (column: $0, value: Float(2)) }
    let x = [Float](repeating: 1, count: 2 * n)
    let (loss, bar) = run(x, [2, n], against: SparseMatrix(columns: n, rows: [[], entries]))
    #expect(loss == 1)
    for j in 0..<n {
      #expect(bar[0, j] == Float(1.0 / 2500))
      #expect(bar[1, j] == (entries.contains { $0.column == j } ? -1 : 1) * Float(1.0 / 2500))
    }
  }

  @Test func edgeShapes() {
    #expect(run([], [0, 3], against: SparseMatrix(columns: 3)).loss == 0)
    #expect(run([], [0, 3], against: SparseMatrix(columns: 3)).bar.shape == [0, 3])
    #expect(run([], [2, 0], against: SparseMatrix(columns: 0, rows: [[], []])).loss == 0)
    let (loss, bar) = run([3], [1, 1], against: SparseMatrix(columns: 1, rows: [[(0, 5)]]))
    #expect(loss == 4 && bar == Tensor([-4], shape: [1, 1]))
  }

  @Test func extremes() {
    let target = SparseMatrix<Float>(columns: 1, rows: [[], []])
    #expect(run([0x1p60, 0], [2, 1], against: target).loss == 0x1p119)
    #expect(run([.nan, 0], [2, 1], against: target).loss.isNaN)
  }

  #if os(macOS) || os(Linux)
    @Test func shapesMustBeEqual() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.meanSquaredError(x, against: SparseMatrix(columns: 2, rows: [[], []]))
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.meanSquaredError(x, against: SparseMatrix(columns: 3, rows: [[]]))
      }
    }
  #endif

  private func run(
    _ x: [Float], _ shape: Shape, against target: SparseMatrix<Float>
  ) -> (loss: Float, bar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let result = tape.meanSquaredError(input, against: target)
    let loss = tape[result].scalar
    let gradients = tape.backward(from: result)
    return (loss, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}
