import Gradients
import Tensors
import Testing

@Suite struct CandidateDotsTests {
  @Test func twoQueriesByHand() {
    let result = run(
      [1, 2, 3, 4], [1, 0, 0, 1, 1, 1], [10, 20, 30], [2, 0, 2, 2], yBar: [1, 2, 3, 4])
    #expect(result.y == Tensor([33, 11, 37, 37], shape: [2, 2]))
    #expect(result.query == Tensor([3, 1, 7, 7], shape: [2, 2]))
    #expect(result.table == Tensor([2, 4, 0, 0, 22, 30], shape: [3, 2]))
    #expect(result.bias == Tensor([2, 0, 8], shape: [3]))
  }

  @Test func noQueriesHaveNoCandidates() {
    let result = run([], [1, 2], [3], [], yBar: [])
    #expect(result.y.shape == [0, 0] && result.query.shape == [0, 2])
    #expect(result.table == Tensor(zeros: [1, 2]) && result.bias == Tensor(zeros: [1]))
  }

  @Test func queriesWithoutCandidates() {
    let result = run([1, 2], [1, 2], [3], [], yBar: [])
    #expect(result.y.shape == [1, 0] && result.query == Tensor(zeros: [1, 2]))
  }

  @Test func largeValuesKeepTheirSize() {
    let result = run([0x1p100], [0x1p27, 0x1p-100], [0, 1], [0, 1], yBar: [1, 0])
    #expect(result.y == Tensor([0x1p127, 2], shape: [1, 2]))
    #expect(result.table == Tensor([0x1p100, 0], shape: [2, 1]))
  }

  #if os(macOS) || os(Linux)
    @Test func candidatesMustBeRowsAndAsManyForEachQuery() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (q, t) = (tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [4, 3])))
        _ = tape.dots(of: q, with: t, candidates: [0, 4])
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (q, t) = (tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [4, 3])))
        _ = tape.dots(of: q, with: t, candidates: [0, 1, 2])
      }
    }
  #endif

  private func run(
    _ query: [Float], _ table: [Float], _ bias: [Float], _ candidates: [Int32], yBar: [Float]
  ) -> (y: Tensor<Float>, query: Tensor<Float>, table: Tensor<Float>, bias: Tensor<Float>) {
    let (n, k) = (bias.count, table.count / bias.count)
    var tape = Tape(Weights<Float>([]))
    let q = tape.input(Tensor(query, shape: [query.count / k, k]))
    let t = tape.input(Tensor(table, shape: [n, k]))
    let b = tape.input(Tensor(bias, shape: [n]))
    let result = tape.dots(of: q, with: t, bias: b, candidates: candidates)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    func gradient(_ x: Variable) -> Tensor<Float> { gradients.gradient(of: x) ?? Tensor(zeros: []) }
    return (y, gradient(q), gradient(t), gradient(b))
  }
}
