import Gradients
import Tensors
import Testing

@Suite struct RunningMeanTests {
  @Test func meansStartAnewWithEachSequence() {
    let (y, xBar) = run([2, 4, 9, 10, 30], [5, 1], starts: [0, 3, 3, 5], bar: [1, 1, 1, 1, 1])
    #expect(y.elements == [2, 3, 5, 10, 20])
    // 1 + 1/2 + 1/3, 1/2 + 1/3, 1/3; 1 + 1/2, 1/2.
    let expected: [Float] = [11 / 6, 5 / 6, 1 / 3, 1.5, 0.5]
    for (found, expected) in zip(xBar.elements, expected) { #expect(abs(found - expected) <= 2e-7) }
  }

  @Test func columnsAreApart() {
    let (y, _) = run([1, -1, 3, -5], [2, 2], starts: [0, 2], bar: [0, 0, 0, 0])
    #expect(y.elements == [1, -1, 2, -3])
  }

  @Test func edgeShapes() {
    #expect(run([], [0, 4], starts: [0], bar: []).y.shape == [0, 4])
    #expect(run([], [0, 4], starts: [0, 0, 0], bar: []).xBar.shape == [0, 4])
    #expect(run([], [3, 0], starts: [0, 3], bar: []).y.shape == [3, 0])
    #expect(run([7], [1, 1], starts: [0, 0, 1, 1], bar: [3]).xBar.elements == [3])
  }

  @Test func largeValues() {
    let (y, _) = run([0x1p120, 0x1p120, -0x1p121], [3, 1], starts: [0, 3], bar: [0, 0, 0])
    #expect(y.elements == [0x1p120, 0x1p120, 0])
  }

  @Test func nothingComesFromLaterRowsOrOtherSequences() {
    let (y, _) = run([1, .nan, 5, 7], [4, 1], starts: [0, 2, 4], bar: [0, 0, 0, 0])
    #expect(y[0] == 1 && y[1].isNaN && y[2] == 5 && y[3] == 6)
  }

  #if os(macOS) || os(Linux)
    @Test func startsMustEndWithTheRows() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        _ = tape.runningMean(tape.constant(Tensor(zeros: [3, 2])), starts: [0, 4])
      }
    }

    @Test func startsMustAscend() async {
      await #expect(processExitsWith: .failure) {
        var tape = Tape(Weights<Float>([]))
        _ = tape.runningMean(tape.constant(Tensor(zeros: [3, 2])), starts: [0, 2, 1, 3])
      }
    }
  #endif

  private func run(
    _ elements: [Float], _ shape: Shape, starts: [Int], bar: [Float]
  ) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let x = tape.input(Tensor(elements, shape: shape))
    let result = tape.runningMean(x, starts: starts)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(bar, shape: shape))
    return (y, gradients.gradient(of: x) ?? Tensor(zeros: []))
  }
}
