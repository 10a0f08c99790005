import Gradients
import Tensors
import Testing

@Suite struct ColumnsTests {
  @Test func everyRowHasItsOwn() {
    let (y, xBar) = columns(
      [2, 0, 1, 1], of: [1, 2, 3, 4, 5, 6], [2, 3], yBar: [10, 20, 30, 40])
    #expect(y == Tensor([3, 1, 5, 5], shape: [2, 2]))
    #expect(xBar == Tensor([20, 0, 10, 0, 70, 0], shape: [2, 3]))
  }

  /// In Float this order alone gives 0.
  @Test func sharesAreAddedInTheOrderOfTheCandidates() {
    let (_, xBar) = columns([0, 0, 0], of: [5], [1, 1], yBar: [1, 0x1p60, -0x1p60])
    #expect(xBar == Tensor([0], shape: [1, 1]))
  }

  @Test func noCandidatesGiveNoColumnsAndAGradientOfZero() {
    let (y, xBar) = columns([], of: [1, 2, 3, 4], [2, 2], yBar: [])
    #expect(y.shape == [2, 0] && xBar == Tensor(zeros: [2, 2]))
    #expect(columns([], of: [], [0, 4], yBar: []).y.shape == [0, 0])
    #expect(columns([], of: [], [0, 4], yBar: []).xBar.shape == [0, 4])
  }

  @Test func largeValuesKeepTheirSize() {
    let huge = Float.greatestFiniteMagnitude
    let (y, xBar) = columns([1, 2], of: [0, huge, .infinity], [1, 3], yBar: [-huge, 1])
    #expect(y == Tensor([huge, .infinity], shape: [1, 2]))
    #expect(xBar == Tensor([0, -huge, 1], shape: [1, 3]))
  }

  #if os(macOS) || os(Linux)
    @Test(arguments: [[-1, 0], [0, 3], [0, 1, 2]] as [[Int32]])
    func candidatesMustBeColumnsAndAsManyForEachRow(_ candidates: [Int32]) async {
      await #expect(processExitsWith: .failure) { [candidates] in
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.columns(candidates, of: x)
      }
    }
  #endif

  private func columns(
    _ candidates: [Int32], of x: [Float], _ shape: Shape, yBar: [Float]
  ) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let result = tape.columns(candidates, of: input)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}
