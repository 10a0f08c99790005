import Gradients
import Tensors
import Testing

@Suite struct LinearTests {
  @Test func aSmallLayerByHand() {
    let result = run([1, 2, 3, 4], [1, 0, 2, 0, 1, 3], [10, 20, 30], yBar: [1, 0, 0, 0, 1, 1])
    #expect(result.y == Tensor([11, 22, 38, 13, 24, 48], shape: [2, 3]))
    #expect(result.x == Tensor([1, 0, 2, 4], shape: [2, 2]))
    #expect(result.weight == Tensor([1, 3, 3, 2, 4, 4], shape: [2, 3]))
    #expect(result.bias == Tensor([1, 1, 1], shape: [3]))
  }

  @Test func noRowsGiveGradientsOfZero() {
    let result = run([], [1, 2], [3], yBar: [])
    #expect(result.y.shape == [0, 1] && result.x.shape == [0, 2])
    #expect(result.weight == Tensor(zeros: [2, 1]) && result.bias == Tensor(zeros: [1]))
  }

  @Test func oneOfEverything() {
    let result = run([3], [2], [1], yBar: [4])
    #expect(result.y == Tensor([7], shape: [1, 1]) && result.x == Tensor([8], shape: [1, 1]))
    #expect(result.weight == Tensor([12], shape: [1, 1]) && result.bias == Tensor([4], shape: [1]))
  }

  /// More rows than are added at a stretch; the sums are integers, so that every order gives them.
  @Test func manyRowsAreAllAdded() {
    let rows = 5000
    let result = run(
      (0..<rows).map { Float($0 % 7) }, [1, -1], [0, 0],
      yBar: (0..<2 * rows).map { Float($0 % 2) })
    let sum = Float((0..<rows).reduce(0) { $0 + $1 % 7 })
    #expect(result.weight == Tensor([0, sum], shape: [1, 2]))
    #expect(result.bias == Tensor([0, Float(rows)], shape: [2]))
  }

  @Test func largeValuesKeepTheirSize() {
    let result = run([0x1p60, 1], [0x1p60, 0x1p100], [0x1p120], yBar: [1])
    #expect(result.y == Tensor([0x1p120 + (0x1p120 + 0x1p100)], shape: [1, 1]))
  }

  #if os(macOS) || os(Linux)
    @Test func shapesMustFit() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        let weight = tape.constant(Tensor(zeros: [4, 2]))
        _ = tape.linear(x, weight: weight, bias: nil)
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let x = tape.constant(Tensor(zeros: [2, 3]))
        let weight = tape.constant(Tensor(zeros: [3, 2]))
        let bias = tape.constant(Tensor(zeros: [3]))
        _ = tape.linear(x, weight: weight, bias: bias)
      }
    }
  #endif

  private func run(
    _ x: [Float], _ weight: [Float], _ bias: [Float], yBar: [Float]
  ) -> (y: Tensor<Float>, x: Tensor<Float>, weight: Tensor<Float>, bias: Tensor<Float>) {
    let (n, k) = (bias.count, weight.count / bias.count)
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: [x.count / k, k]))
    let w = tape.input(Tensor(weight, shape: [k, n]))
    let b = tape.input(Tensor(bias, shape: [n]))
    let result = tape.linear(input, weight: w, bias: b)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    func gradient(_ x: Variable) -> Tensor<Float> { gradients.gradient(of: x) ?? Tensor(zeros: []) }
    return (y, gradient(input), gradient(w), gradient(b))
  }
}
