import Checkpoints
import Tensors
import Testing
@Test func smoke() throws {
  let t = Tensor<Float>([1, -0.0, .infinity], shape: [3, 1])
  let bytes = try SafetensorsFile.serialized([("é\n\u{1}", t)], metadata: ["a": "b"])
  print(String(decoding: bytes.dropFirst(8), as: UTF8.self))
  let file = try SafetensorsFile(bytes: bytes, name: "m")
  #expect(try file.tensor("é\n\u{1}") == t)
  do { _ = try SafetensorsFile(bytes: bytes + [1], name: "m") } catch { print(error) }
  do { _ = try SafetensorsFile(contentsOf: "/tmp") } catch { print(error) }
}
