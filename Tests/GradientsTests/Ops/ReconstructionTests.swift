import Gradients
import Tensors
import Testing

@Suite struct ReconstructionTests {
  @Test func closedForm() {
    // u = 1 * 2 + 1 = 3 against 1: loss 4, dloss/du = 4.
    let one = run([1], [1, 1], [2], [1], [[(0, 1)]], .identity)
    #expect(one.loss == 4)
    #expect(one.gradients.map(\.elements) == [[8], [4], [4]])
    // u = (3, -1): relu (3, 0) against (0, 2): loss (9 + 4) / 2, derivatives (3, 0).
    let two = run([1], [1, 1], [2, -2], [1, 1], [[(1, 2)]], .relu)
    #expect(two.loss == 6.5)
    #expect(two.gradients.map(\.elements) == [[6], [3, 0], [3, 0]])
    // sigmoid(0) = 1/2 against 1: loss 1/4, derivative 2 (1/2 - 1) 1/4 = -1/4.
    let three = run([2], [1, 1], [1], [-2], [[(0, 1)]], .sigmoid)
    #expect(three.loss == 0.25)
    #expect(three.gradients.map(\.elements) == [[-0.25], [-0.5], [-0.25]])
  }

  @Test func zerosCountAsMuchAsEntries() {
    let (loss, _) = run([1], [1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [[(2, 1)]], .identity)
    #expect(loss == 0.75)
  }

  @Test func aPerfectReconstructionHasNoGradient() {
    let (loss, gradients) = run(
      [1, 2], [2, 1], [1, 0], [0, 3], [[(0, 1), (1, 3)], [(0, 2), (1, 3)]], .relu)
    #expect(loss == 0)
    #expect(gradients.allSatisfy { $0.elements.allSatisfy { $0 == 0 } })
  }

  @Test func noRowsHaveNoLoss() {
    let (loss, gradients) = run([], [0, 1], [1, 2], [3, 4], [], .sigmoid)
    #expect(loss == 0)
    #expect(gradients.map(\.shape) == [[0, 1], [1, 2], [2]])
    #expect(gradients.allSatisfy { $0.elements.allSatisfy { $0 == 0 } })
  }

  /// Far out the sigmoid is flat: the loss is that of 0 or 1, and the gradient 0, not NaN.
  @Test(arguments: [100, 1e4, 1e30] as [Float]) func largePreActivations(_ size: Float) {
    for (sign, entry, expected) in [(1, 1, 0), (1, 0, 1), (-1, 1, 1), (-1, 0, 0)] {
      let (loss, gradients) = run(
        [Float(sign)], [1, 1], [size], [0], [[(0, Float(entry))]], .sigmoid)
      #expect(loss == Float(expected))
      #expect(gradients.allSatisfy { abs($0[0]) < 1e-6 * size && $0[0].isFinite })
    }
  }

  /// The adjoint of the loss scales all gradients.
  @Test func gradientsAreLinearInTheLoss() {
    let inputs = ([1, 2, 3, 4] as [Float], [2, 2] as Shape, [1, -1, 2, 1] as [Float])
    let rows: [[(column: Int, value: Float)]] = [[(0, 1)], [(1, 2)]]
    let one = run(inputs.0, inputs.1, inputs.2, [1, 0], rows, .relu)
    let eight = run(inputs.0, inputs.1, inputs.2, [1, 0], rows, .relu, bar: 8)
    for (a, b) in zip(one.gradients, eight.gradients) {
      #expect(a.elements.map { 8 * $0 } == b.elements)
      #expect(a.elements.contains { $0 != 0 })
    }
  }

  /// Outputs are dropped, not what the activation is applied to: what single operations do one after another.
  @Test(arguments: Activation.allCases) func dropoutIsOfTheOutputs(_ activation: Activation) {
    let seed = Seed(2)
    let shapes: [Shape] = [[9, 5], [5, 70], [70]]
    let values = shapes.enumerated().map { sample($1, seed.child($0)) }
    let x = sparseSample(rows: 9, columns: 70, seed)
    func result(_ loss: (inout Tape<Double>, [Variable]) -> Variable) -> [Tensor<Double>] {
      var tape = Tape(Weights<Double>([]), seed: seed)
      let inputs = values.map { tape.input($0) }
      let variable = loss(&tape, inputs)
      let value = tape[variable]
      let gradients = tape.backward(from: variable)
      return [value] + inputs.compactMap { gradients.gradient(of: $0) }
    }
    let fused = result { tape, inputs in
      tape.reconstruction(
        of: x, from: inputs[0], weight: inputs[1], bias: inputs[2], activation: activation,
        dropout: 0.4)
    }
    let single = result { tape, inputs in
      let u = tape.linear(inputs[0], weight: inputs[1], bias: inputs[2])
      let y = tape.dropout(tape.activate(u, activation), rate: 0.4)
      return tape.meanSquaredError(y, against: x)
    }
    #expect(fused.count == 4 && single.count == 4)
    for (a, b) in zip(fused, single) {
      #expect(zip(a.elements, b.elements).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(a.elements.contains { abs($0) > 1e-3 })
    }
  }

  private func run(
    _ e: [Float], _ shape: Shape, _ weight: [Float], _ bias: [Float],
    _ rows: [[(column: Int, value: Float)]], _ activation: Activation, bar: Float = 1
  ) -> (loss: Float, gradients: [Tensor<Float>]) {
    var tape = Tape(Weights<Float>([]))
    let inputs = [
      tape.input(Tensor(e, shape: shape)),
      tape.input(Tensor(weight, shape: [shape[1], bias.count])),
      tape.input(Tensor(bias, shape: [bias.count])),
    ]
    let result = tape.reconstruction(
      of: SparseMatrix(columns: bias.count, rows: rows), from: inputs[0], weight: inputs[1],
      bias: inputs[2], activation: activation)
    let loss = tape[result].scalar
    let gradients = tape.backward(from: result, adjoint: Tensor([bar], shape: []))
    return (loss, inputs.map { gradients.gradient(of: $0) ?? Tensor(zeros: []) })
  }
}
