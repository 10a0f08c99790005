import Gradients
import Tensors
import Testing

@Suite struct ReluTests {
  @Test func keepsWhatIsPositive() {
    let (y, xBar) = relu([-2, -0.0, 0, 0.5, 3], [5])
    #expect(y.elements == [0, 0, 0, 0.5, 3])
    #expect(xBar.elements == [0, 0, 0, 1, 1])
  }

  @Test func theSlopeAtZeroIsZero() {
    let (y, xBar) = relu([0], [1, 1])
    #expect(y.elements == [0] && xBar.elements == [0])
  }

  @Test func extremes() {
    let huge = Float.greatestFiniteMagnitude
    let (y, xBar) = relu([.infinity, -.infinity, huge, -huge, .leastNonzeroMagnitude], [1, 5])
    #expect(y.elements == [.infinity, 0, huge, 0, .leastNonzeroMagnitude])
    #expect(xBar.elements == [1, 0, 1, 0, 1])
    #expect(relu([.nan], [1]).y[0].isNaN)
  }

  @Test func edgeShapes() {
    #expect(relu([], [0, 4]).y.shape == [0, 4])
    #expect(relu([], [0, 4]).xBar.shape == [0, 4])
    #expect(relu([], [3, 0]).y.shape == [3, 0])
    #expect(relu([1, -1, 2], [3, 1]).y == Tensor([1, 0, 2], shape: [3, 1]))
  }

  private func relu(_ x: [Float], _ shape: Shape) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let result = tape.relu(input)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(repeating: 1, shape: shape))
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}
