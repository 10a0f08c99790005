import Gradients
import Tensors
import Testing

@Suite struct SharedDotsTests {
  private let query = Tensor<Double>([1, 2, 3, 4, 5, 6], shape: [3, 2])
  private let table = Tensor<Double>([1, 0, 0, 1, 1, 1], shape: [3, 2])

  private func values(
    targets: [Int32], shared: [SharedCandidates], yBar: [Double]
  ) -> (y: Tensor<Double>, query: Tensor<Double>?, table: Tensor<Double>?, bias: Tensor<Double>?) {
    var tape = Tape(Weights<Double>([]))
    let (q, t) = (tape.input(query), tape.input(table))
    let b = tape.input(Tensor([10, 20, 30], shape: [3]))
    let result = tape.dots(of: q, with: t, bias: b, targets: targets, shared: shared)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(yBar, shape: y.shape))
    return (y, gradients.gradient(of: q), gradients.gradient(of: t), gradients.gradient(of: b))
  }

  @Test func threeQueriesByHand() {
    let result = values(
      targets: [0, 1, 2],
      shared: [.init(rows: 0..<2, items: [2, 0]), .init(rows: 2..<3, items: [1])],
      yBar: [1, 0, 0, 0, 2, 0, 0, 3, 5])
    #expect(result.y == Tensor([11, 33, 11, 24, 37, 13, 41, 26, 0], shape: [3, 3]))
    // Of what is not there nothing is differentiated: the 5.
    #expect(result.query == Tensor([1, 0, 2, 2, 0, 3], shape: [3, 2]))
    #expect(result.table == Tensor([1, 2, 15, 18, 6, 8], shape: [3, 2]))
    #expect(result.bias == Tensor([1, 3, 2], shape: [3]))
  }

  @Test func rowsWithoutAGroupHaveTheirTargetAlone() {
    let result = values(
      targets: [0, 0, 0], shared: [.init(rows: 1..<2, items: [1])], yBar: [1, 1, 1, 1, 1, 1])
    #expect(result.y == Tensor([11, 0, 13, 24, 15, 0], shape: [3, 2]))
    #expect(values(targets: [0, 0, 0], shared: [], yBar: [1, 1, 1]).y.shape == [3, 1])
  }

  #if os(macOS) || os(Linux)
    @Test func groupsAscend() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (q, t) = (tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [4, 3])))
        _ = tape.dots(
          of: q, with: t, targets: [0, 1],
          shared: [.init(rows: 0..<2, items: [1]), .init(rows: 1..<2, items: [2])])
      }
    }

    @Test func candidatesAreRows() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (q, t) = (tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [4, 3])))
        _ = tape.dots(
          of: q, with: t, targets: [0, 1], shared: [.init(rows: 0..<2, items: [4])])
      }
    }
  #endif
}
