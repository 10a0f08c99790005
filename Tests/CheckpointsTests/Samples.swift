import Checkpoints
import Foundation
import Tensors

/// A file with that header, padded or not as it is, before so many bytes of data.
func fileBytes(_ header: String, data: Int = 0) -> [UInt8] {
  fileBytes(Array(header.utf8), data: data)
}

func fileBytes(_ header: [UInt8], data: Int = 0) -> [UInt8] {
  bytes(of: UInt64(header.count)) + header + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
}

/// Little-endian.
func bytes(of value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// What a header says of one tensor.
func info(_ type: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]") -> String {
  "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
}

func golden(_ name: String) throws -> [UInt8] {
  let folder = Bundle.module.bundleURL.appending(path: "Goldens")
  return [UInt8](try Data(contentsOf: folder.appending(path: name)))
}

/// Calls `body` with a new folder, which is gone afterwards.
func withFolder<T>(_ body: (String) throws -> T) throws -> T {
  let path = FileManager.default.temporaryDirectory.appending(path: "seqrec-\(UUID())").path
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func contents(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}

func bits(of tensor: Tensor<Float>) -> [UInt32] { tensor.elements.map(\.bitPattern) }

func bits(of tensor: Tensor<Double>) -> [UInt64] { tensor.elements.map(\.bitPattern) }

/// The error that `body` throws.
func failure<T>(_ body: () throws(CheckpointError) -> T) -> CheckpointError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// The tensors of `floats.safetensors`, in an order of their own.
let goldenTensors: [(name: String, tensor: Tensor<Float>)] = [
  (
    "special",
    Tensor(
      [
        0x0000_0000, 0x8000_0000, 0x3F80_0000, 0xBEAA_AAAB, 0x0000_0001, 0x807F_FFFF,
        0x7F7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x7FC0_1234, 0xFF81_2345, 0x4049_0FDB,
      ].map(Float.init(bitPattern:)), shape: [3, 4])
  ),
  ("scalar", Tensor([2.5], shape: [])),
  ("empty", Tensor([], shape: [0])),
  ("no columns", Tensor([], shape: [3, 0])),
  ("decoders.source.bias", Tensor((-3..<4).map { Float($0) / 8 }, shape: [7])),
  ("four.axes", Tensor((0..<24).map(Float.init), shape: [1, 2, 3, 4])),
  ("q\"\\\n\t\u{1}/\u{E9}\u{1F600}", Tensor([1, 2], shape: [2])),
]

let goldenMetadata = ["made \"by\"": "tests\\\n\u{E9}\u{1F600}"]
