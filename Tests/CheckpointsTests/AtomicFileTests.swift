import Checkpoints
import Foundation
import Tensors
import Testing

struct AtomicFileTests {
  private let one: [(name: String, tensor: Tensor<Float>)] = [("a", Tensor([1], shape: [1]))]

  private func message(_ path: String) -> String {
    let error = failure { () throws(CheckpointError) in try SafetensorsFile.write(one, to: path) }
    #expect(error?.kind == .unwritable)
    return error?.description ?? "no error"
  }

  @Test func writesAndReplaces() throws {
    try withFolder { folder in
      let path = folder + "/w.safetensors"
      try SafetensorsFile.write(goldenTensors, metadata: goldenMetadata, to: path)
      #expect(try contents(of: path) == golden("floats.safetensors"))
      let file = try SafetensorsFile(contentsOf: path)
      #expect(try bits(of: file.tensor("special", as: Float.self)) == bits(of: goldenTensors[0].1))
      try SafetensorsFile.write(one, to: path)
      #expect(try contents(of: path) == SafetensorsFile.serialized(one))
      #expect(file.metadata == goldenMetadata, "a file that was read is a value")
      #expect(try names(in: folder) == ["w.safetensors"])
    }
  }

  @Test(arguments: [0, 1, 4096, 3_000_000])
  func everyByteArrives(count: Int) throws {
    try withFolder { folder in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try AtomicFile.write(bytes, to: folder + "/f")
      #expect(try contents(of: folder + "/f") == bytes)
    }
  }

  @Test func pathsThatAreNoOutput() throws {
    try withFolder { folder in
      let inner = folder + "/inner"
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      #expect(message(inner) == "\(inner): expected a regular file or none, found a folder")
      #expect(message(inner + "/").contains("the name of a file"))
      #expect(
        message(folder + "/none/f")
          == "\(folder)/none/f: expected a folder that takes new files, "
          + "found No such file or directory")
      try SafetensorsFile.write(one, to: folder + "/f")
      #expect(message(folder + "/f/g").contains("found Not a directory"))
      let long = folder + "/" + String(repeating: "n", count: 300)
      #expect(message(long).contains("bytes to be written, found File name too long"))
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(message(folder + "/pipe").contains("found something else"))
      #expect(try names(in: folder) == ["f", "inner", "pipe"])
      #expect(try names(in: inner).isEmpty)
    }
    #expect(message("").contains("the name of a file"))
    #expect(message("/dev/null").contains("found something else"))
    #expect(message("/").contains("the name of a file"))
  }

  @Test func aLongNameThatIsStillAllowed() throws {
    try withFolder { folder in
      let path = folder + "/" + String(repeating: "n", count: 255)
      try SafetensorsFile.write(one, to: path)
      #expect(try SafetensorsFile(contentsOf: path).entries.count == 1)
    }
  }

  @Test func aLinkIsReplaced() throws {
    try withFolder { folder in
      try SafetensorsFile.write(goldenTensors, to: folder + "/old")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: folder + "/old")
      try SafetensorsFile.write(one, to: folder + "/link")
      #expect(try SafetensorsFile(contentsOf: folder + "/link").entries.count == 1)
      #expect(
        try SafetensorsFile(contentsOf: folder + "/old").entries.count == goldenTensors.count)
    }
  }

  @Test func headersThatCannotBeWritten() throws {
    try withFolder { folder in
      let path = folder + "/f"
      func message(_ names: [String], _ metadata: [String: String] = [:]) -> String {
        let tensors = names.map { ($0, one[0].tensor) }
        let error = failure { () throws(CheckpointError) in
          try SafetensorsFile.write(tensors, metadata: metadata, to: path)
        }
        #expect(error?.kind == .unwritable)
        return error?.description ?? "no error"
      }
      #expect(
        message(["a", "b", "a"])
          == "\(path): expected distinct names of tensors, none of them __metadata__, found \"a\"")
      #expect(message(["__metadata__"]).contains("found \"__metadata__\""))
      #expect(message(["\u{E9}", "e\u{301}"]).contains("distinct names"))
      let text = String(repeating: String(repeating: "x", count: 1000), count: 100_000)
      #expect(message(["a"], ["k": text]).contains("at most 100000000 bytes, found 100000"))
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  /// Readers meet one of the two files, whole, however often the writer replaces it.
  @Test func readersNeverMeetAHalfWrittenFile() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "seqrec-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/f"
    let tensors = [1, 2].map { Tensor<Float>(repeating: $0, shape: [50_000 * Int($0)]) }
    try SafetensorsFile.write([("a", tensors[0])], to: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 1...40 { try SafetensorsFile.write([("a", tensors[round % 2])], to: path) }
      }
      group.addTask {
        for _ in 1...100 {
          let tensor = try SafetensorsFile(contentsOf: path).tensor("a", as: Float.self)
          #expect(tensors.contains(tensor))
        }
      }
      try await group.waitForAll()
    }
    #expect(try names(in: folder) == ["f"])
  }
}
