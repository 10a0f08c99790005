import Gradients
import Tensors
import Testing

@Suite struct CombinationTests {
  @Test func factorsAndTheirAdjoints() {
    var tape = Tape(Weights<Float>([]))
    let a = tape.input(Tensor([1, 2], shape: [2, 1]))
    let b = tape.input(Tensor([10, 20], shape: [2, 1]))
    let result = tape.combination([(a, 3), (b, -1), (a, 1)])
    #expect(tape[result] == Tensor([-6, -12], shape: [2, 1]))
    let gradients = tape.backward(from: result, adjoint: Tensor([1, 5], shape: [2, 1]))
    #expect(gradients.gradient(of: a) == Tensor([4, 20], shape: [2, 1]))
    #expect(gradients.gradient(of: b) == Tensor([-1, -5], shape: [2, 1]))
  }

  @Test func aVariablePlusItselfIsItsDouble() {
    var tape = Tape(Weights<Float>([]))
    let a = tape.input(Tensor([1, -2], shape: [1, 2]))
    let result = tape.sum(a, a)
    #expect(tape[result] == Tensor([2, -4], shape: [1, 2]))
    let gradients = tape.backward(from: result, adjoint: Tensor([1, 7], shape: [1, 2]))
    #expect(gradients.gradient(of: a) == Tensor([2, 14], shape: [1, 2]))
  }

  @Test func edgeShapesAndLargeValues() {
    var tape = Tape(Weights<Float>([]))
    let none = tape.input(Tensor(zeros: [0, 3]))
    let empty = tape.combination([(none, 2)])
    #expect(tape[empty].shape == [0, 3])
    let huge = tape.input(Tensor([0x1p120], shape: [1, 1]))
    let y = tape.combination([(huge, 0x1p7), (huge, -0x1p7)])
    #expect(tape[y] == Tensor([0], shape: [1, 1]))
  }

  #if os(macOS) || os(Linux)
    @Test func somethingOfOneShapeIsNeeded() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        _ = tape.combination([])
      }
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let (a, b) = (tape.constant(Tensor(zeros: [2])), tape.constant(Tensor(zeros: [2, 1])))
        _ = tape.sum(a, b)
      }
    }
  #endif
}
