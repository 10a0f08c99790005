import Gradients
import Tensors
import Testing

@Suite struct CarryingTests {
  @Test func whatOneStepLeavesTheNextOneFinds() {
    var first = Tape(Weights<Double>([]))
    #expect(first.carried("a") == nil && first.left.isEmpty)
    let value = first.constant(Tensor([1, 2], shape: [2]))
    first.leave(value, as: "a")
    var second = Tape(Weights<Double>([]), carrying: first.left)
    #expect(second.carried("a") == Tensor([1, 2], shape: [2]) && second.carried("b") == nil)
    // It is not passed on by itself.
    #expect(second.left.isEmpty)
    second.leave(second.constant(Tensor([3], shape: [1])), as: "a")
    #expect(second.left == ["a": Tensor([3], shape: [1])])
  }

  #if os(macOS) || os(Linux)
    @Test func namesAreLeftOnce() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        let value = tape.constant(Tensor(zeros: [1]))
        tape.leave(value, as: "a")
        tape.leave(value, as: "a")
      }
    }
  #endif
}
