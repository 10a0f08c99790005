#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file that is open for reading, from its start on.
struct InputFile: ~Copyable {
  /// The bytes of the file when it was opened.
  let length: Int
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(CheckpointError) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer before it could be refused.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let isMissing = errno == ENOENT || errno == ENOTDIR
      throw CheckpointError(
        .unreadable, file: path, expected: "a file",
        found: isMissing ? "no such file" : systemError())
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CheckpointError(
        .unreadable, file: path, expected: "a regular file",
        found: status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "something else")
    }
    self.path = path
    self.descriptor = descriptor
    length = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// All bytes of a file that is not longer than `limit`.
  static func bytes(
    of path: String, atMost limit: Int = .max
  ) throws(CheckpointError) -> [UInt8] {
    let input = try InputFile(path)
    guard input.length <= limit else {
      throw CheckpointError(
        .damaged, file: path, expected: "at most \(limit) bytes", found: "\(input.length)")
    }
    var bytes: [UInt8] = []
    try input.append(input.length, to: &bytes)
    return bytes
  }

  /// Reads the next `count` bytes.
  func append(_ count: Int, to bytes: inout [UInt8]) throws(CheckpointError) {
    var done = bytes.count
    bytes.reserveCapacity(done + count)
    bytes += repeatElement(0, count: count)
    while done < bytes.count {
      let step = bytes.withUnsafeMutableBytes { buffer in
        FileCalls.current.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      }
      guard step != 0 else {
        throw CheckpointError(
          .damaged, file: path, byte: done, expected: "\(length) bytes",
          found: "the end of the file", hint: "it became shorter while it was read")
      }
      guard step > 0 || errno == EINTR else {
        throw CheckpointError(
          .unreadable, file: path, byte: done, expected: "bytes of the file", found: systemError())
      }
      done += max(step, 0)
    }
  }
}

/// The reason of the last system call's failure.
func systemError() -> String {
  String(cString: strerror(errno))
}
