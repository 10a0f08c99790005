import Gradients
import Tensors
import Testing

@Suite struct WidenedTests {
  @Test func theConstantStandsOnTheRight() {
    let (y, xBar) = widened([1, 2, 3, 4], [2, 2], to: 3, with: -0.5, yBar: [1, 2, 3, 4, 5, 6])
    #expect(y == Tensor([1, 2, -0.5, 3, 4, -0.5], shape: [2, 3]))
    #expect(xBar == Tensor([1, 2, 4, 5], shape: [2, 2]))
  }

  @Test func withoutColumnsToAddItIsTheSame() {
    var tape = Tape(Weights<Float>([]))
    let x = tape.input(Tensor([1, 2], shape: [1, 2]))
    #expect(tape.widened(x, to: 2, with: 7) == x)
  }

  @Test func edgeShapes() {
    #expect(widened([], [0, 2], to: 5, with: 1, yBar: []).y.shape == [0, 5])
    #expect(widened([], [0, 2], to: 5, with: 1, yBar: []).xBar.shape == [0, 2])
    let (y, xBar) = widened([], [2, 0], to: 1, with: 3, yBar: [1, 1])
    #expect(y == Tensor([3, 3], shape: [2, 1]) && xBar.shape == [2, 0])
  }

  @Test func specialValuesPass() {
    let (y, _) = widened([.infinity, .nan], [2, 1], to: 2, with: -.infinity, yBar: [0, 0, 0, 0])
    #expect(y[0] == .infinity && y[1] == -.infinity && y[2].isNaN && y[3] == -.infinity)
  }

  #if os(macOS) || os(Linux)
    @Test func itDoesNotMakeNarrower() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        _ = tape.widened(x, to: 2, with: 0)
      }
    }
  #endif

  private func widened(
    _ x: [Float], _ shape: Shape, to columns: Int, with value: Double, yBar: [Float]
  ) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let result = tape.widened(input, to: columns, with: value)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}
