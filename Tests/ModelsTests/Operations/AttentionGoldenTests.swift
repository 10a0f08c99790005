import Gradients
import SeqRec
import Testing

/// Causal attention against PyTorch: see `Tests/Scripts/attention_goldens.py`.
@Suite struct AttentionGoldenTests {
  @Test(arguments: ["one", "ragged", "long", "sharp"]) func equalsPyTorch(_ name: String) throws {
    try expectEqual(name, in: Float.self, within: 1e-5)
    // The file is in Float: half a unit in the last place of numbers up to 16.
    try expectEqual(name, in: Double.self, within: 1e-6)
  }

  private func expectEqual<S: Scalar>(_ name: String, in: S.Type, within bound: Double) throws {
    let file = try SafetensorsFile(contentsOf: goldenPath("attention.safetensors"))
    func tensor(_ field: String) throws -> Tensor<S> {
      try file.tensor("\(name).\(field)", as: S.self)
    }
    var tape = Tape(Weights<S>([]))
    let (query, key) = try (tape.input(tensor("query")), tape.input(tensor("key")))
    let value = try tape.input(tensor("value"))
    let out = tape.causalAttention(
      query: query, key: key, value: value, starts: try tensor("starts").elements.map { Int($0) },
      heads: Int(try tensor("heads").elements[0]))
    #expect(largestDifference(tape[out], try tensor("out")) <= bound)
    let gradients = tape.backward(from: out, adjoint: try tensor("out_bar"))
    for (field, variable) in [("query_bar", query), ("key_bar", key), ("value_bar", value)] {
      let gradient = try #require(gradients.gradient(of: variable))
      #expect(largestDifference(gradient, try tensor(field)) <= bound, "\(field)")
    }
  }

  private func largestDifference<S: Scalar>(_ a: Tensor<S>, _ b: Tensor<S>) -> Double {
    guard a.shape == b.shape else { return .infinity }
    let differences = zip(a.elements, b.elements).map { abs(Double($0) - Double($1)) }
    return differences.contains(where: \.isNaN) ? .infinity : differences.max() ?? 0
  }
}
