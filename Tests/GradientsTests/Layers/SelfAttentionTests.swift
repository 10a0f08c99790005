import Gradients
import Layers
import Tensors
import Testing

@Suite struct SelfAttentionTests {
  @Test func pathsOfTheParameters() {
    let plain = SelfAttention("blocks.0.attention", width: 6, heads: 2)
    #expect(
      plain.parameters.map(\.path)
        == ["query", "key", "value"].flatMap { name in
          ["weight", "bias"].map { "blocks.0.attention.\(name).\($0)" }
        })
    let projected = SelfAttention("a", width: 6, outputProjection: true)
    #expect(projected.parameters.count == 8)
    #expect(projected.parameters.last?.path == "a.output.bias")
  }

  /// The layers in the order of the formula, with keys and values from the second input.
  @Test(arguments: [false, true]) func equalsItsFormula(_ projects: Bool) throws {
    let (rows, width, starts) = (9, 6, [0, 4, 9])
    let layer = SelfAttention("a", width: width, heads: 2, outputProjection: projects)
    let weights = Weights<Double>(layer.parameters, seed: Seed(3))
    let (x, y) = (sample([rows, width], Seed(1)), sample([rows, width], Seed(2)))
    func linear(_ x: Tensor<Double>, _ layer: Linear) throws -> Tensor<Double> {
      let (w, b) = try (
        #require(weights[layer.weight.path]), #require(weights[layer.bias.path])
      )
      var z = Tensor<Double>(zeros: x.shape)
      for r in 0..<rows {
        for j in 0..<width { z[r, j] = (0..<width).reduce(b[j]) { $0 + x[r, $1] * w[$1, j] } }
      }
      return z
    }
    var expected = naiveAttention(
      [try linear(x, layer.query), try linear(y, layer.key), try linear(y, layer.value)],
      starts: starts, heads: 2, rate: 0, seed: Seed(0))
    if let output = layer.output { expected = try linear(expected, output) }

    var tape = Tape(weights)
    let (query, keys) = (tape.input(x), tape.input(y))
    let out = layer(query: query, keys: keys, starts: starts, on: &tape)
    #expect(largestDifference(tape[out], expected) <= 1e-12)
    let gradients = tape.backward(from: out, adjoint: sample([rows, width], Seed(5)))
    for parameter in layer.parameters {
      #expect(gradients.gradient(of: parameter, in: weights) != nil, "\(parameter.path)")
    }
    #expect(gradients.gradient(of: query) != nil && gradients.gradient(of: keys) != nil)
  }

  #if os(macOS) || os(Linux)
    @Test func headsDivideTheWidth() async {
      await #expect(processExitsWith: .failure) { _ = SelfAttention("a", width: 6, heads: 4) }
      await #expect(processExitsWith: .failure) { _ = SelfAttention("a", width: 6, heads: 0) }
      await #expect(processExitsWith: .failure) { _ = SelfAttention("a", width: 0) }
    }
  #endif
}
