import Gradients
import Tensors
import Testing

@Suite struct LayerNormTests {
  /// Mean 3 and variance 4 by hand; epsilon is too small to show.
  @Test func aRowByHand() {
    let y = norm([1, 5], scale: [10, 10], shift: [0, 7], [1, 2], yBar: [1, 1]).y
    #expect(y == Tensor([-10, 17], shape: [1, 2]))
  }

  @Test func aConstantRowIsTheShift() {
    let result = norm([3, 3, 3], scale: [2, 2, 2], shift: [1, 2, 3], [1, 3], yBar: [1, 1, 1])
    #expect(result.y == Tensor([1, 2, 3], shape: [1, 3]))
    #expect(result.x == Tensor(zeros: [1, 3]))
    #expect(result.scale == Tensor(zeros: [3]))
    #expect(result.shift == Tensor([1, 1, 1], shape: [3]))
  }

  @Test func oneColumnIsTheShift() {
    let result = norm([5, -1], scale: [4], shift: [2], [2, 1], yBar: [3, 4])
    #expect(result.y == Tensor([2, 2], shape: [2, 1]))
    #expect(result.x == Tensor(zeros: [2, 1]))
    #expect(result.scale == Tensor([0], shape: [1]) && result.shift == Tensor([7], shape: [1]))
  }

  @Test func noRowsGiveGradientsOfZero() {
    let result = norm([], scale: [1, 1], shift: [1, 1], [0, 2], yBar: [])
    #expect(result.y.shape == [0, 2] && result.x.shape == [0, 2])
    #expect(result.scale == Tensor(zeros: [2]) && result.shift == Tensor(zeros: [2]))
  }

  /// A shift of all elements changes nothing, and neither does a factor where epsilon is small.
  @Test func largeValues() {
    let y = norm(
      [100_000, 100_004, 1e15, -1e15], scale: [1, 1], shift: [0, 0], [2, 2],
      yBar: [0, 0, 0, 0]
    ).y.elements
    for (value, expected) in zip(y, [-1, 1, 1, -1] as [Float]) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  #if os(macOS) || os(Linux)
    @Test func shapesMustFit() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        let (scale, shift) = (
          tape.constant(Tensor(zeros: [3])), tape.constant(Tensor(zeros: [2]))
        )
        _ = tape.layerNorm(x, scale: scale, shift: shift)
      }
    }
  #endif

  private func norm(
    _ x: [Float], scale: [Float], shift: [Float], _ shape: Shape, yBar: [Float]
  ) -> (y: Tensor<Float>, x: Tensor<Float>, scale: Tensor<Float>, shift: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let a = tape.input(Tensor(scale, shape: [scale.count]))
    let b = tape.input(Tensor(shift, shape: [shift.count]))
    let result = tape.layerNorm(input, scale: a, shift: b)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: shape))
    func gradient(_ x: Variable) -> Tensor<Float> { gradients.gradient(of: x) ?? Tensor(zeros: []) }
    return (y, gradient(input), gradient(a), gradient(b))
  }
}
