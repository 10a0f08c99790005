import Interactions
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct FileTests {
  /// A path that nothing else uses.
  private let path = "/tmp/interactions-\(getpid())-\(UInt64.random(in: 0 ... .max)).csv"

  private func write(_ text: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { unistdWrite(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { break }
      rest = rest.dropFirst(written)
    }
    close(descriptor)
  }

  private func unistdWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes, count)
    #elseif canImport(Musl)
      Musl.write(file, bytes, count)
    #else
      Darwin.write(file, bytes, count)
    #endif
  }

  @Test func readsFilesLongerThanAChunk() throws {
    let lines = (0..<150_000).map { "u\($0 % 977),i\($0 % 1009),\($0)\n" }
    write(lines.joined())
    defer { unlink(path) }
    let log = try InteractionLog(contentsOf: path)
    #expect(log.count == lines.count)
    #expect(
      records(of: log).enumerated().allSatisfy { place, record in
        "\(record.user),\(record.item),\(place)\n" == lines[place]
          && record.timestamp == Double(place)
      })
  }

  @Test func namesTheFileInErrors() {
    write("a,b,c\n")
    defer { unlink(path) }
    let error = #expect(throws: InteractionFileError.self) { try InteractionLog(contentsOf: path) }
    #expect(error?.file == path && error?.kind == .malformed && error?.line == 1)
    #expect(error?.description.hasPrefix("\(path):1:1: expected ") == true)
  }

  @Test func refusesAFileThatIsNotThere() {
    expectMissing(path, "\(path): expected a file, found no such file")
    expectMissing("", ": expected a file, found no such file")
  }

  @Test func refusesADirectory() {
    expectMissing("/tmp", "/tmp: expected a file, found a directory; hint: name a file in it")
  }

  @Test func refusesAPathThroughAFile() {
    write("a,b,1\n")
    defer { unlink(path) }
    expectMissing(path + "/x", "\(path)/x: expected a file, found no such file")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func refusesAFileThatMayNotBeRead() {
    write("a,b,1\n")
    chmod(path, 0)
    defer { unlink(path) }
    expectMissing(path, "\(path): expected a file, found no permission to read it")
  }

  @Test func saysWhatTheSystemSays() {
    let long = "/tmp/" + String(repeating: "x", count: 5000)
    expectMissing(long, "\(long): expected a file, found file name too long")
  }

  private func expectMissing(_ path: String, _ message: String) {
    let error = #expect(throws: InteractionFileError.self) { try InteractionLog(contentsOf: path) }
    #expect(error?.kind == .missing && error?.line == nil && error?.column == nil)
    #expect(error?.description == message)
  }
}
