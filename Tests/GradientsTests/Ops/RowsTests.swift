import Gradients
import Tensors
import Testing

@Suite struct RowsTests {
  @Test func everyRowStandsWhereItIsNamed() {
    let (y, bar) = rows([2, 0, 2], of: [1, 2, 3, 4, 5, 6], [3, 2], yBar: [1, 2, 3, 4, 50, 60])
    #expect(y == Tensor([5, 6, 1, 2, 5, 6], shape: [3, 2]))
    #expect(bar == Tensor([3, 4, 0, 0, 51, 62], shape: [3, 2]))
  }

  @Test func noIndicesGiveNoRowsAndAGradientOfZero() {
    let (y, bar) = rows([], of: [1, 2, 3, 4], [2, 2], yBar: [])
    #expect(y.shape == [0, 2])
    #expect(bar == Tensor(zeros: [2, 2]))
  }

  @Test func aTableOfOneNumber() {
    let (y, bar) = rows([0, 0, 0], of: [7], [1, 1], yBar: [1, 10, 100])
    #expect(y == Tensor([7, 7, 7], shape: [3, 1]))
    #expect(bar == Tensor([111], shape: [1, 1]))
  }

  /// In Float this order alone gives 0.
  @Test func sharesAreAddedInTheOrderOfTheIndices() {
    let (_, bar) = rows([1, 1, 1], of: [0, 0], [2, 1], yBar: [1, 0x1p60, -0x1p60])
    #expect(bar == Tensor([0, 0], shape: [2, 1]))
  }

  @Test func largeValuesKeepTheirSize() {
    let huge = Float.greatestFiniteMagnitude
    let (y, bar) = rows([1], of: [0, .infinity, huge, -huge], [2, 2], yBar: [huge, -huge])
    #expect(y == Tensor([huge, -huge], shape: [1, 2]))
    #expect(bar == Tensor([0, 0, huge, -huge], shape: [2, 2]))
  }

  #if os(macOS) || os(Linux)
    @Test(arguments: [-1, 2] as [Int32]) func indicesMustBeRows(_ index: Int32) async {
      await #expect(processExitsWith: .failure) { [index] in
        var tape = Tape(Weights<Float>([]))
        let table = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.rows([index], of: table)
      }
    }
  #endif

  private func rows(
    _ indices: [Int32], of table: [Float], _ shape: Shape, yBar: [Float]
  ) -> (y: Tensor<Float>, tableBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(table, shape: shape))
    let result = tape.rows(indices, of: input)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}
