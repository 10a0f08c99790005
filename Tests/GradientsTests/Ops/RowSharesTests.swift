import Gradients
import Tensors
import Testing

@Suite struct RowSharesTests {
  private func shares(_ x: [Float], _ shape: Shape) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let result = tape.rowShares(input)
    let y = tape[result]
    let weight = Tensor((0..<x.count).map { Float($0 % 3) }, shape: shape)
    let gradients = tape.backward(from: result, adjoint: weight)
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }

  @Test func partsOfAWhole() {
    let (y, xBar) = shares([1, 1, 2], [1, 3])
    #expect(y.elements == [0.25, 0.25, 0.5])
    // yBar = (0, 1, 2), whose mean under y is 1.25; the sum is 4.
    #expect(xBar.elements == [-0.3125, -0.0625, 0.1875])
  }

  @Test func aRowOfZerosHasNeitherSharesNorASlope() {
    let (y, xBar) = shares([0, 0, 0, 3], [2, 2])
    #expect(y.elements == [0, 0, 0, 1])
    #expect(xBar[0, 0] == 0 && xBar[0, 1] == 0)
  }

  @Test func nothingGivesNothing() {
    #expect(shares([], [0, 4]).y.shape == [0, 4])
    #expect(shares([], [3, 0]).y.shape == [3, 0])
  }
}
