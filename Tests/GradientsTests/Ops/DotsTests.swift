import Gradients
import Tensors
import Testing

@Suite struct DotsTests {
  @Test func twoQueriesByHand() {
    let result = run([1, 2, 3, 4], [1, 0, 0, 1, 1, 1], [10, 20, 30], yBar: [1, 0, 0, 0, 1, 2])
    #expect(result.y == Tensor([11, 22, 33, 13, 24, 37], shape: [2, 3]))
    #expect(result.query == Tensor([1, 0, 2, 3], shape: [2, 2]))
    #expect(result.table == Tensor([1, 2, 3, 4, 6, 8], shape: [3, 2]))
    #expect(result.bias == Tensor([1, 1, 2], shape: [3]))
  }

  @Test func noQueriesGiveGradientsOfZero() {
    let result = run([], [1, 2], [3], yBar: [])
    #expect(result.y.shape == [0, 1] && result.query.shape == [0, 2])
    #expect(result.table == Tensor(zeros: [1, 2]) && result.bias == Tensor(zeros: [1]))
  }

  @Test func largeValuesKeepTheirSize() {
    let result = run([0x1p100], [0x1p27, 0x1p-100], [0, 1], yBar: [1, 0])
    #expect(result.y == Tensor([0x1p127, 2], shape: [1, 2]))
  }

  #if os(macOS) || os(Linux)
    @Test func widthsMustFit() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (q, t) = (tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [4, 2])))
        _ = tape.dots(of: q, with: t)
      }
    }
  #endif

  private func run(
    _ query: [Float], _ table: [Float], _ bias: [Float], yBar: [Float]
  ) -> (y: Tensor<Float>, query: Tensor<Float>, table: Tensor<Float>, bias: Tensor<Float>) {
    let (n, k) = (bias.count, table.count / bias.count)
    var tape = Tape(Weights<Float>([]))
    let q = tape.input(Tensor(query, shape: [query.count / k, k]))
    let t = tape.input(Tensor(table, shape: [n, k]))
    let b = tape.input(Tensor(bias, shape: [n]))
    let result = tape.dots(of: q, with: t, bias: b)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    func gradient(_ x: Variable) -> Tensor<Float> { gradients.gradient(of: x) ?? Tensor(zeros: []) }
    return (y, gradient(q), gradient(t), gradient(b))
  }
}
