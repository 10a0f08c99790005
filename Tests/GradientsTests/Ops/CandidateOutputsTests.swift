import Gradients
import Tensors
import Testing

@Suite struct CandidateOutputsTests {
  @Test func twoRowsByHand() {
    let weights = Weights<Double>([
      ("x", Tensor([1, 2, 3, 4], shape: [2, 2])),
      ("w", Tensor([1, 0, 1, 0, 1, 1], shape: [2, 3])), ("b", Tensor([10, 20, 30], shape: [3])),
    ])
    let (x, w, b) = (
      Parameter("x", shape: [2, 2], initializer: .zeros),
      Parameter("w", shape: [2, 3], initializer: .zeros),
      Parameter("b", shape: [3], initializer: .zeros)
    )
    var tape = Tape(weights)
    let y = tape.linear(
      tape.parameter(x), weight: tape.parameter(w), bias: tape.parameter(b),
      candidates: [2, 0, 2, 2])
    #expect(tape[y] == Tensor([33, 11, 37, 37], shape: [2, 2]))
    let gradients = tape.backward(from: y, adjoint: Tensor([1, 2, 3, 4], shape: [2, 2]))
    #expect(gradients.gradient(of: x, in: weights) == Tensor([3, 1, 7, 7], shape: [2, 2]))
    #expect(
      gradients.gradient(of: w, in: weights) == Tensor([2, 0, 22, 4, 0, 30], shape: [2, 3]))
    #expect(gradients.gradient(of: b, in: weights) == Tensor([2, 0, 8], shape: [3]))
  }

  @Test func rowsWithoutCandidates() {
    var tape = Tape(Weights<Float>([]))
    let (x, w, b) = (
      tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [3, 4])),
      tape.constant(Tensor(zeros: [4]))
    )
    let y = tape.linear(x, weight: w, bias: b, candidates: [])
    #expect(tape[y].shape == [2, 0])
  }

  #if os(macOS) || os(Linux)
    @Test func candidatesMustBeOutputs() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (x, w, b) = (
          tape.constant(Tensor(zeros: [2, 3])), tape.constant(Tensor(zeros: [3, 4])),
          tape.constant(Tensor(zeros: [4]))
        )
        _ = tape.linear(x, weight: w, bias: b, candidates: [0, 4])
      }
    }
  #endif
}
