import Checkpoints
import Foundation
import Tensors
import Testing

struct ReaderTests {
  @Test(arguments: malformedFiles)
  func refuses(_ malformed: Malformed) throws {
    let error = try #require(
      failure { () throws(CheckpointError) in
        try SafetensorsFile(bytes: malformed.bytes, name: "memory")
      })
    #expect(error.kind == .damaged)
    #expect(error.file == "memory")
    #expect(error.description.hasPrefix("memory"))
    #expect(error.description.contains(malformed.fault), "\(error)")

    // The file's reader decides before it has read the data; it must decide alike.
    try withFolder { folder in
      let path = folder + "/bad.safetensors"
      try Data(malformed.bytes).write(to: URL(filePath: path))
      let other = failure { () throws(CheckpointError) in try SafetensorsFile(contentsOf: path) }
      #expect(
        other?.description == error.description.replacing("memory", with: path, maxReplacements: 1))
    }
  }

  @Test func everyCheckHasItsFiles() {
    for check in 1...9 {
      #expect(malformedFiles.count { $0.name.hasPrefix("\(check) ") } >= 3)
    }
    #expect(Set(malformedFiles.map(\.name)).count == malformedFiles.count)
  }

  @Test(arguments: [
    ("{}", 0), ("{ }", 0), ("{}        ", 0), ("{\"__metadata__\":{}}", 0),
    (
      "{\n\t\"a\" :\r\n {\"shape\" : [ 2 ] , \"data_offsets\":[0, 8],\"dtype\":\"F32\" } }  ", 8
    ),
    ("{\"\":\(info())}", 8),
    ("{\"b\":\(info("F32", "[1]", "[4,8]")),\"a\":\(info("F32", "[1]", "[0,4]"))}", 8),
    (
      "{\"a\":\(info()),\"b\":\(info("F32", "[0]", "[8,8]")),\"c\":\(info("F32", "[0]", "[0,0]"))}",
      8
    ),
    ("{\"a\":\(info("F32", "[0]", "[0,0]")),\"b\":\(info("F32", "[0,5]", "[0,0]"))}", 0),
    ("{\"a\":\(info("F32", "[1,1,1,2,1,1]"))}", 8),
    ("{\"a\":\(info("F8_E4M3", "[8]")),\"b\":\(info("F8_E5M2", "[2]", "[8,10]"))}", 10),
  ])
  func accepts(_ header: String, data: Int) throws {
    let file = try SafetensorsFile(bytes: fileBytes(header, data: data), name: "memory")
    #expect(file.entries.count == header.matches(of: /dtype/).count)
    #expect(file.entries.reduce(0) { $0 + $1.bytes.count } == data)
  }

  @Test func unescapesNames() throws {
    let header = "{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\\u0000x\":\(info())}"
    let file = try SafetensorsFile(bytes: fileBytes(header, data: 8), name: "memory")
    #expect(file.entries.map(\.name) == ["\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}\0x"])
  }

  @Test func errorsNameThePlace() {
    let header = "{\"a\":\(info()),\"b\":\(info("F99"))}"
    let error = failure { () throws(CheckpointError) in
      try SafetensorsFile(bytes: fileBytes(header, data: 8), name: "w.safetensors")
    }
    let place = 8 + header.utf8.count - "\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}".utf8.count
    #expect(error?.byte == place)
    #expect(
      error?.description
        == "w.safetensors, byte \(place): expected a known dtype of tensor \"b\", found \"F99\"")
  }

  @Test func aFileMayBeAsLongAsTheCallerAllows() throws {
    try withFolder { folder in
      let path = folder + "/f"
      try AtomicFile.write(fileBytes("{}"), to: path)
      #expect(try SafetensorsFile(contentsOf: path, atMost: 10).entries.isEmpty)
      let error = failure { () throws(CheckpointError) in
        try SafetensorsFile(contentsOf: path, atMost: 9)
      }
      #expect(error?.kind == .tooLarge)
      #expect(error?.description == "\(path): expected at most 9 bytes, found 10")
    }
  }

  @Test func filesThatAreNoInput() throws {
    func message(_ path: String) -> String {
      let error = failure { () throws(CheckpointError) in try SafetensorsFile(contentsOf: path) }
      #expect(error?.kind == .unreadable)
      return error?.description ?? "no error"
    }
    try withFolder { folder in
      #expect(message(folder) == "\(folder): expected a regular file, found a folder")
      let missing = folder + "/missing"
      #expect(
        message(missing) == "\(missing): expected a file, found no such file")
      #expect(message("").contains("no such file"))
      #expect(message("/dev/null").contains("expected a regular file, found something else"))
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      #expect(message(pipe).contains("expected a regular file, found something else"))
      let link = folder + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: missing)
      #expect(message(link).contains("no such file"))
      try Data(golden("floats.safetensors")).write(to: URL(filePath: missing))
      #expect(try SafetensorsFile(contentsOf: link).entries.count == goldenTensors.count)
    }
  }
}
