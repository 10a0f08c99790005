import SeqRec
import Testing

/// A GRU against `torch.nn.GRU`: see `Tests/Scripts/gru_goldens.py`.
@Suite struct GRULayerTests {
  @Test func parametersBeginAsPyTorchs() {
    let layer = GRU("l", inputs: 5, outputs: 16)
    #expect(
      layer.parameters.map(\.path) == [
        "l.input.weight", "l.recurrent.weight", "l.input.bias", "l.recurrent.bias",
      ])
    #expect(layer.parameters.map(\.shape) == [[5, 48], [16, 48], [48], [48]])
    let weights = Weights<Float>(layer.parameters, seed: Seed(2))
    for parameter in layer.parameters {
      let elements = weights[parameter].elements.map(abs)
      #expect(elements.allSatisfy { $0 <= 0.25 })
      #expect(elements.contains { $0 > 0.23 })
    }
  }

  @Test func theLayerPassesItsResetOn() {
    let (after, before) = (
      GRU("l", inputs: 2, outputs: 3), GRU("l", inputs: 2, outputs: 3, reset: .beforeProduct)
    )
    let weights = Weights<Double>(after.parameters, seed: Seed(3))
    var tape = Tape(weights)
    let x = tape.constant(Tensor(repeating: 1, shape: [2, 2]))
    let (first, second) = (
      after(x, starts: [0, 2], on: &tape), before(x, starts: [0, 2], on: &tape)
    )
    #expect(tape[first] != tape[second])
  }

  @Test func aGRUIsPyTorchs() throws {
    try expectGolden(in: Float.self, states: 1e-5, gradients: 1e-4)
    // The file is rounded to `Float`: half a unit of the last place of at most 8.
    try expectGolden(in: Double.self, states: 6.1e-8, gradients: 2.4e-7)
  }

  private func expectGolden<S: Scalar>(
    in: S.Type, states stateBound: Double, gradients gradientBound: Double
  ) throws {
    let file = try SafetensorsFile(contentsOf: goldenPath("gru.safetensors"))
    let x = try file.tensor("x", as: S.self)
    let starts = try file.tensor("starts", as: Double.self).elements.map { Int($0) }
    let inputs = x.columns
    let layer = GRU(
      "gru", inputs: inputs, outputs: try file.tensor("recurrent.weight", as: S.self).rows)
    let weights = Weights<S>(
      try layer.parameters.map { ($0.path, try file.tensor(String($0.path.dropFirst(4)))) })
    var tape = Tape(weights)
    let input = tape.input(x)
    let states = layer(input, starts: starts, on: &tape)
    #expect(
      largestDifference(tape[states], try file.tensor("states", as: Double.self)) <= stateBound)
    let gradients = tape.backward(from: states, adjoint: try file.tensor("bar"))
    let xBar = try #require(gradients.gradient(of: input))
    #expect(
      largestDifference(xBar, try file.tensor("gradient.x", as: Double.self)) <= gradientBound)
    for parameter in layer.parameters {
      let name = "gradient.\(parameter.path.dropFirst(4))"
      let gradient = try #require(gradients.gradient(of: parameter, in: weights))
      #expect(
        largestDifference(gradient, try file.tensor(name, as: Double.self)) <= gradientBound,
        "\(name)")
    }
  }

  private func largestDifference<S: Scalar>(_ a: Tensor<S>, _ b: Tensor<Double>) -> Double {
    guard a.shape == b.shape, a.count > 0 else { return .infinity }
    let differences = zip(a.elements, b.elements).map { abs(Double($0) - $1) }
    return differences.contains(where: \.isNaN) ? .infinity : differences.max() ?? .infinity
  }
}
