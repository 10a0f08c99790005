#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import SeqRec

/// A file, a pipe or standard input, read so that a cancelled task does not wait for it.
struct ByteSource: ~Copyable {
  private let name: String
  private let descriptor: Int32

  static var standardInput: ByteSource {
    ByteSource(name: "standard input", descriptor: STDIN_FILENO)
  }

  init(path: String) throws(ToolError) {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(path) }
    self.init(name: path, descriptor: descriptor)
  }

  private init(name: String, descriptor: Int32) {
    self.name = name
    self.descriptor = descriptor
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// The next bytes, empty at the end.
  ///
  /// - Throws: `ToolError` with status 66; `CancellationError` where the task is cancelled.
  func next() throws -> [UInt8] {
    while true {
      try Task.checkCancellation()
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 100) != 0 else { continue }
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, filled in
        count = read(descriptor, buffer.baseAddress, buffer.count)
        filled = max(0, count)
      }
      if count >= 0 { return bytes }
      guard errno == EINTR || errno == EAGAIN else { throw Self.unreadable(name) }
    }
  }

  /// All bytes that are left.
  ///
  /// - Throws: `ToolError` with status 65 where there are more than the memory that is allowed; what ``next()`` throws.
  func all() throws -> [UInt8] {
    let limit = MemoryLimit.ofProcess.bytes
    var bytes: [UInt8] = []
    while true {
      let more = try next()
      if more.isEmpty { return bytes }
      guard more.count <= limit - bytes.count else {
        throw ToolError(
          .badInput, "\(name): expected at most \(limit) bytes, found more",
          hint: "SEQREC_MEMORY_LIMIT=8G allows 8 GiB")
      }
      bytes += more
    }
  }

  private static func unreadable(_ name: String) -> ToolError {
    switch errno {
    case ENOENT, ENOTDIR: ToolError(.noInput, "\(name): expected a file, found no such file")
    case EISDIR:
      ToolError(.noInput, "\(name): expected a file, found a folder", hint: "name a file in it")
    default: ToolError(.noInput, "\(name): expected a file to read, found \(systemReason())")
    }
  }
}
