import Gradients
import Tensors
import Testing

@Suite struct ProductTests {
  @Test func byHand() {
    let result = product([1, -2, 3, 0], [5, 6, -7, 8], [2, 2], yBar: [1, 10, 100, 1000])
    #expect(result.y == Tensor([5, -12, -21, 0], shape: [2, 2]))
    #expect(result.a == Tensor([5, 60, -700, 8000], shape: [2, 2]))
    #expect(result.b == Tensor([1, -20, 300, 0], shape: [2, 2]))
  }

  @Test func aSquareHasTwiceItsRootAsSlope() {
    var tape = Tape(Weights<Float>([]))
    let x = tape.input(Tensor([3, -0.5], shape: [2]))
    let y = tape.product(x, x)
    let gradients = tape.backward(from: y, adjoint: Tensor([1, 1], shape: [2]))
    #expect(gradients.gradient(of: x) == Tensor([6, -1], shape: [2]))
  }

  @Test func edgeShapes() {
    #expect(product([], [], [0, 4], yBar: []).a.shape == [0, 4])
    #expect(product([], [], [3, 0], yBar: []).y.shape == [3, 0])
    #expect(product([2], [3], [1, 1], yBar: [1]).y == Tensor([6], shape: [1, 1]))
  }

  @Test func largeValues() {
    let result = product([0x1p127, .infinity, .nan], [2, 1, 1], [3], yBar: [1, 1, 1])
    #expect(result.y[0] == .infinity && result.y[1] == .infinity && result.y[2].isNaN)
    #expect(result.a == Tensor([2, 1, 1], shape: [3]))
  }

  #if os(macOS) || os(Linux)
    @Test func shapesMustBeEqual() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let a = tape.constant(Tensor(zeros: [2, 3]))
        let b = tape.constant(Tensor(zeros: [3, 2]))
        _ = tape.product(a, b)
      }
    }
  #endif

  private func product(
    _ a: [Float], _ b: [Float], _ shape: Shape, yBar: [Float]
  ) -> (y: Tensor<Float>, a: Tensor<Float>, b: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let (left, right) = (
      tape.input(Tensor(a, shape: shape)), tape.input(Tensor(b, shape: shape))
    )
    let result = tape.product(left, right)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: shape))
    func gradient(_ x: Variable) -> Tensor<Float> { gradients.gradient(of: x) ?? Tensor(zeros: []) }
    return (y, gradient(left), gradient(right))
  }
}
