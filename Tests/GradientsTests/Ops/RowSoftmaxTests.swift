import Gradients
import Tensors
import Testing

@Suite struct RowSoftmaxTests {
  private func softmax(_ x: [Float], _ shape: Shape) -> Tensor<Float> {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    return tape[tape.rowSoftmax(input)]
  }

  @Test func equalElementsShareARow() {
    #expect(softmax([7, 7, -3, -3], [2, 2]).elements == [0.5, 0.5, 0.5, 0.5])
  }

  @Test func oneElementHasAll() {
    #expect(softmax([-100, 42], [2, 1]).elements == [1, 1])
  }

  /// exp(1000) is no number in `Float`.
  @Test func largeElementsStayFinite() {
    let y = softmax([1000, 999, -1000, -1000, -1000, 1000], [2, 3])
    #expect(abs(y[0, 0] - 0.7310586) < 1e-6 && abs(y[0, 1] - 0.2689414) < 1e-6 && y[0, 2] < 1e-37)
    #expect(y[1, 0] < 1e-37 && y[1, 1] < 1e-37 && y[1, 2] == 1)
  }

  @Test func nothingGivesNothing() {
    #expect(softmax([], [0, 4]).shape == [0, 4])
    #expect(softmax([], [3, 0]).shape == [3, 0])
  }
}
