import Checkpoints
import Tensors
import Testing

/// Files that the reference implementation wrote: see `Tests/Scripts/safetensors_goldens.py`.
struct GoldenTests {
  @Test func writesTheBytesThatTheReferenceWrites() throws {
    let ours = try SafetensorsFile.serialized(goldenTensors, metadata: goldenMetadata)
    #expect(try ours == golden("floats.safetensors"))
  }

  @Test func readsEveryBitOfTheReferencesFloats() throws {
    let file = try SafetensorsFile(bytes: golden("floats.safetensors"), name: "floats")
    #expect(file.metadata == goldenMetadata)
    #expect(file.entries.count == goldenTensors.count)
    for (name, tensor) in goldenTensors {
      let found = try file.tensor(name, as: Float.self)
      #expect(found.shape == tensor.shape)
      #expect(bits(of: found) == bits(of: tensor), "\(name)")
    }
  }

  @Test func readsEveryTypeOfTheReference() throws {
    let file = try SafetensorsFile(bytes: golden("types.safetensors"), name: "types")
    #expect(file.metadata == ["key": "value"])
    #expect(
      file.entries.map(\.name)
        == ["bf16", "bool", "f16", "f32", "f64", "f64.exact", "five.axes", "i64"])
    #expect(
      file.entries.map(\.type) == [.bf16, .bool, .f16, .f32, .f64, .f64, .f32, .i64])

    let f64 = try file.tensor("f64", as: Double.self)
    #expect(f64.shape == [2, 2])
    #expect(
      bits(of: f64) == [0.1, -0.0, Double.leastNonzeroMagnitude, .infinity].map(\.bitPattern))

    let exact = try file.tensor("f64.exact", as: Float.self)
    #expect(exact.elements.prefix(2) == [0.5, -3])
    #expect(exact[2].isNaN)

    #expect(try bits(of: file.tensor("f32", as: Float.self)) == [0x7FC0_1234, 0x3F80_0000])
    #expect(try file.tensor("f32", as: Double.self)[1] == 1)

    let halves: [Float] = [0, -0.0, 1, 0x1p-24, -0x3FFp-24, 65504, -.infinity]
    let f16 = try file.tensor("f16", as: Float.self)
    #expect(f16.shape == [2, 4])
    #expect(bits(of: f16) == halves.map(\.bitPattern) + [0x7FC0_2000])
    #expect(
      try file.tensor("f16", as: Double.self).elements.prefix(7) == halves.map(Double.init)[...])

    let bf16: [Float] = [1, -0.0, 0x1p-133, .infinity, 3.140625]
    #expect(try bits(of: file.tensor("bf16", as: Float.self)) == bf16.map(\.bitPattern))

    let i64 = try file.tensor("i64", as: Double.self)
    #expect(i64.elements == [-0x1p63, -1, 0, 0x1p53])
  }

  @Test func refusesWhatItCannotConvertByNameAndType() throws {
    let file = try SafetensorsFile(bytes: golden("types.safetensors"), name: "types")
    func message(_ name: String) -> String {
      let error = failure { () throws(CheckpointError) in try file.tensor(name, as: Float.self) }
      #expect(error?.kind == .wrongContent)
      return error?.description ?? "no error"
    }
    #expect(
      message("bool") == """
        types: expected tensor "bool" of floats of 16 to 64 bits or of integers, found BOOL
        """)
    #expect(message("f64").contains("position 0 of F64"))
    #expect(
      message("five.axes") == """
        types: expected at most 4 axes of tensor "five.axes", found shape [1, 1, 1, 1, 1]
        """)
    #expect(message("nothing").contains("expected tensor \"nothing\", found \"bf16\", \"bool\","))
  }
}
