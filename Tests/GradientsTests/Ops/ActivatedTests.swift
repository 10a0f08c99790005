import Gradients
import Tensors
import Testing

@Suite struct ActivatedTests {
  @Test func theRectifierKeepsWhatIsPositive() {
    let (y, xBar) = relu([-2, -0.0, 0, 0.5, 3], [5])
    #expect(y.elements == [0, 0, 0, 0.5, 3])
    #expect(xBar.elements == [0, 0, 0, 1, 1])
  }

  @Test func theRectifiersSlopeAtZeroIsZero() {
    let (y, xBar) = relu([0], [1, 1])
    #expect(y.elements == [0] && xBar.elements == [0])
  }

  @Test func extremesOfTheRectifier() {
    let huge = Float.greatestFiniteMagnitude
    let (y, xBar) = relu([.infinity, -.infinity, huge, -huge, .leastNonzeroMagnitude], [1, 5])
    #expect(y.elements == [.infinity, 0, huge, 0, .leastNonzeroMagnitude])
    #expect(xBar.elements == [1, 0, 1, 0, 1])
    #expect(relu([.nan], [1]).y[0].isNaN)
  }

  @Test func theIdentityIsItsArgument() {
    var tape = Tape(Weights<Float>([]))
    let x = tape.input(Tensor([1, -2], shape: [2]))
    #expect(tape.activate(x, .identity) == x)
  }

  @Test func theRectifierIsAnActivation() {
    let x: [Float] = [-2, -0.0, 0, 0.5, 3, .infinity]
    let (direct, named) = (relu(x, [6]), activated(.relu, x, [6]))
    #expect(direct.y.hasSameBits(as: named.y) && direct.xBar.hasSameBits(as: named.xBar))
  }

  @Test func theLogisticFunction() {
    let (y, xBar) = activated(.sigmoid, [0, 100, -100, .infinity, -.infinity], [5])
    #expect(y[0] == 0.5 && y[1] == 1 && y[3] == 1)
    #expect(y[2] >= 0 && y[2] < 1e-37 && y[4] >= 0 && y[4] < 1e-37)
    #expect(xBar[0] == 0.25 && xBar[1] == 0 && xBar[3] == 0)
    #expect(xBar[2] < 1e-37 && xBar[4] < 1e-37)
    #expect(activated(.sigmoid, [.nan], [1]).y[0].isNaN)
    // log 3: the odds are 3 to 1.
    let (odds, slope) = activated(.sigmoid, [1.0986123], [1, 1])
    #expect(abs(odds[0] - 0.75) < 1e-6 && abs(slope[0] - 0.1875) < 1e-6)
  }

  @Test func edgeShapes() {
    #expect(relu([], [0, 4]).y.shape == [0, 4])
    #expect(relu([], [0, 4]).xBar.shape == [0, 4])
    #expect(activated(.sigmoid, [], [0, 4]).xBar.shape == [0, 4])
    #expect(relu([], [3, 0]).y.shape == [3, 0])
    #expect(relu([1, -1, 2], [3, 1]).y == Tensor([1, 0, 2], shape: [3, 1]))
  }

  private func relu(_ x: [Float], _ shape: Shape) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    run(x, shape) { $0.relu($1) }
  }

  private func activated(
    _ activation: Activation, _ x: [Float], _ shape: Shape
  ) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    run(x, shape) { $0.activate($1, activation) }
  }

  private func run(
    _ x: [Float], _ shape: Shape, _ op: (inout Tape<Float>, Variable) -> Variable
  ) -> (y: Tensor<Float>, xBar: Tensor<Float>) {
    var tape = Tape(Weights<Float>([]))
    let input = tape.input(Tensor(x, shape: shape))
    let result = op(&tape, input)
    let y = tape[result]
    let gradients = tape.backward(from: result, adjoint: Tensor(repeating: 1, shape: shape))
    return (y, gradients.gradient(of: input) ?? Tensor(zeros: []))
  }
}
