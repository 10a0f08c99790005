import Foundation
import Gradients
import Tensors
import Testing

@Suite struct ELUTests {
  @Test func linearAboveZeroAndBoundedBelow() {
    var tape = Tape(Weights<Double>([]))
    let x = tape.input(Tensor([-1e4, -log(2), 0, 3], shape: [4]))
    let y = tape.elu(x, alpha: 0.5)
    #expect(zip(tape[y].elements, [-0.5, -0.25, 0, 3]).allSatisfy { abs($0 - $1) < 1e-15 })
    let bar =
      tape.backward(from: y, adjoint: Tensor([8, 8, 8, 8], shape: [4]))
      .gradient(of: x)?.elements ?? []
    #expect(zip(bar, [0, 2, 8, 8]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  #if os(macOS) || os(Linux)
    @Test func alphaIsAboveZero() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        _ = tape.elu(tape.constant(Tensor(zeros: [1])), alpha: 0)
      }
    }
  #endif
}
