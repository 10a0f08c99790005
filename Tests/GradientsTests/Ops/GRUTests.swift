import Gradients
import Tensors
import Testing

@Suite struct GRUTests {
  @Test(arguments: GRUReset.allCases) func weightsOfZeroGiveStatesOfZero(_ reset: GRUReset) {
    let layer = Inputs<Double>(x: filled([4, 3], 7), width: 2)
    #expect(layer.states([0, 4], reset) == Tensor(zeros: [4, 2]))
  }

  /// r = z = 1/2 and n = tanh(b): the state goes half of the way to n, again and again.
  @Test(arguments: GRUReset.allCases) func aBiasAlone(_ reset: GRUReset) {
    var layer = Inputs<Double>(x: filled([3, 1], 1), width: 1)
    layer.b[2] = 0.5
    let n = 0.46211715726000973  // tanh(1/2)
    let y = layer.states([0, 3], reset)
    for (found, expected) in zip(y.elements, [n / 2, n * 3 / 4, n * 7 / 8]) {
      #expect(abs(found - expected) <= 1e-15)
    }
  }

  /// r = z = 1/2, h = tanh(1) / 2 after a step: the candidate of the second tells the two forms apart.
  @Test func whereTheResetActs() {
    var layer = Inputs<Double>(x: Tensor([1, 0], shape: [2, 1]), width: 1)
    layer.w[0, 2] = 1
    layer.u[0, 2] = 1
    layer.c[2] = 0.25
    func tanh(_ x: Double) -> Double {
      (1 - exponential(-2 * x)) / (1 + exponential(-2 * x))
    }
    // The recurrent bias is halved with the product, or not at all.
    let first = (after: tanh(1.125) / 2, before: tanh(1.25) / 2)
    let after = layer.states([0, 2], .afterProduct)
    #expect(abs(after[0] - first.after) <= 1e-15)
    #expect(abs(after[1] - (tanh((first.after + 0.25) / 2) + first.after) / 2) <= 1e-15)
    let before = layer.states([0, 2], .beforeProduct)
    #expect(abs(before[0] - first.before) <= 1e-15)
    #expect(abs(before[1] - (tanh(first.before / 2 + 0.25) + first.before) / 2) <= 1e-15)
  }

  /// z opens in the first row and is shut from then on: what was there stays, to the last bit.
  @Test(arguments: GRUReset.allCases) func aShutGateKeepsTheState(_ reset: GRUReset) {
    var layer = Inputs<Float>(x: Tensor([-1, 1, 1, 1], shape: [4, 1]), width: 20)
    for j in 0..<20 {
      layer.w[0, 20 + j] = 1000
      layer.b[40 + j] = Float(j) / 8 - 1
    }
    let y = layer.states([0, 4], reset)
    for j in 0..<20 {
      #expect(j == 8 || y[0, j] != 0)
      for t in 1..<4 { #expect(y[t, j] == y[0, j]) }
    }
    // And its adjoint goes through unchanged: all of the later rows' reach the first.
    let bar = layer.gradients([0, 4], reset, bar: filled([4, 20], 1))
    for j in 0..<20 { #expect(abs(bar[3][40 + j] - 4 * (1 - y[0, j] * y[0, j])) <= 1e-5) }
  }

  @Test(arguments: GRUReset.allCases) func largeValuesSaturate(_ reset: GRUReset) {
    var layer = Inputs<Float>.random(rows: 6, inputs: 3, width: 17)
    layer.x = layer.x.map { $0 * 0x1p60 }
    let starts = [0, 2, 6]
    #expect(layer.states(starts, reset).elements.allSatisfy { abs($0) <= 1 })
    for gradient in layer.gradients(starts, reset, bar: filled([6, 17], 1)) {
      #expect(gradient.elements.allSatisfy { $0.isFinite })
    }
  }

  /// The bits of a sequence's states and of its rows' adjoints do not depend on its company.
  @Test(arguments: GRUReset.allCases) func sequencesAreIndependent(_ reset: GRUReset) {
    let layer = Inputs<Float>.random(rows: 400, inputs: 5, width: 33)
    let starts = raggedStarts(rows: 400, longest: 20, Seed(3))
    #expect(starts.count > 30)
    let together = layer.states(starts, reset)
    let bar = Inputs<Float>.random(rows: 400, inputs: 33, width: 1).x
    let xBar = layer.gradients(starts, reset, bar: bar)[0]
    for (start, end) in zip(starts, starts.dropFirst()) where end - start > 1 {
      var alone = layer
      alone.x = rows(start..<end, of: layer.x)
      let length = end - start
      #expect(alone.states([0, length], reset).hasSameBits(as: rows(start..<end, of: together)))
      let aloneBar = alone.gradients([0, length], reset, bar: rows(start..<end, of: bar))[0]
      #expect(aloneBar.hasSameBits(as: rows(start..<end, of: xBar)))
    }
  }

  @Test(arguments: GRUReset.allCases) func nothingComesFromLaterRows(_ reset: GRUReset) {
    let layer = Inputs<Float>.random(rows: 40, inputs: 4, width: 8)
    let starts = [0, 25, 25, 40]
    let y = layer.states(starts, reset)
    for changed in [3, 24, 30] {
      var other = layer
      for j in 0..<4 { other.x[changed, j] += 1 }
      let moved = other.states(starts, reset)
      let end = changed < 25 ? 25 : 40
      for row in 0..<40 {
        let isSame = rows(row..<row + 1, of: moved) == rows(row..<row + 1, of: y)
        #expect(isSame == !(changed..<end).contains(row), "\(changed) \(row)")
      }
    }
  }

  @Test(arguments: GRUReset.allCases) func noRows(_ reset: GRUReset) {
    let layer = Inputs<Float>.random(rows: 0, inputs: 3, width: 4)
    for starts in [[0], [0, 0, 0]] {
      #expect(layer.states(starts, reset).shape == [0, 4])
      for (gradient, input) in zip(
        layer.gradients(starts, reset, bar: Tensor(zeros: [0, 4])), layer.tensors)
      {
        #expect(gradient == Tensor(zeros: input.shape))
      }
    }
  }

  #if os(macOS) || os(Linux)
    @Test func startsMustFit() async {
      await #expect(processExitsWith: .failure) {
        _ = Inputs<Float>.random(rows: 3, inputs: 3, width: 4).states([0, 4], .afterProduct)
      }
    }

    @Test func shapesMustFit() async {
      await #expect(processExitsWith: .failure) {
        var layer = Inputs<Float>.random(rows: 3, inputs: 3, width: 4)
        layer.c = Tensor(zeros: [13])
        _ = layer.states([0, 3], .afterProduct)
      }
    }
  #endif

  private func filled<S: Scalar>(_ shape: Shape, _ value: S) -> Tensor<S> {
    Tensor(repeating: value, shape: shape)
  }

  private func rows(_ rows: Range<Int>, of x: Tensor<Float>) -> Tensor<Float> {
    let width = x.columns
    return Tensor(
      Array(x.elements[rows.lowerBound * width..<rows.upperBound * width]),
      shape: [rows.count, width])
  }
}

/// What a layer computes from.
private struct Inputs<S: Scalar> {
  var x, w, u, b, c: Tensor<S>

  init(x: Tensor<S>, width: Int) {
    self.x = x
    w = Tensor(zeros: [x.columns, 3 * width])
    u = Tensor(zeros: [width, 3 * width])
    b = Tensor(zeros: [3 * width])
    c = Tensor(zeros: [3 * width])
  }

  static func random(rows: Int, inputs: Int, width: Int) -> Inputs {
    var layer = Inputs(x: Tensor(zeros: [rows, inputs]), width: width)
    var generator = Seed(1).generator()
    func fill(_ x: inout Tensor<S>) {
      for i in 0..<x.count { x[i] = S(generator.uniform() - 0.5) }
    }
    fill(&layer.x)
    fill(&layer.w)
    fill(&layer.u)
    fill(&layer.b)
    fill(&layer.c)
    return layer
  }

  var tensors: [Tensor<S>] { [x, w, u, b, c] }

  func states(_ starts: [Int], _ reset: GRUReset) -> Tensor<S> {
    var tape = Tape(Weights<S>([]))
    let inputs = tensors.map { tape.input($0) }
    return tape[record(inputs, starts, reset, on: &tape)]
  }

  func gradients(_ starts: [Int], _ reset: GRUReset, bar: Tensor<S>) -> [Tensor<S>] {
    var tape = Tape(Weights<S>([]))
    let inputs = tensors.map { tape.input($0) }
    let result = record(inputs, starts, reset, on: &tape)
    let gradients = tape.backward(from: result, adjoint: bar)
    return inputs.map { gradients.gradient(of: $0) ?? Tensor(zeros: []) }
  }

  private func record(
    _ inputs: [Variable], _ starts: [Int], _ reset: GRUReset, on tape: inout Tape<S>
  ) -> Variable {
    tape.gru(
      inputs[0], inputWeight: inputs[1], recurrentWeight: inputs[2], inputBias: inputs[3],
      recurrentBias: inputs[4], starts: starts, reset: reset)
  }
}
