#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output or standard error, unbuffered: what is written is out when the call returns.
struct Console {
  private let descriptor: Int32

  static let output = Console(descriptor: STDOUT_FILENO)
  static let errors = Console(descriptor: STDERR_FILENO)

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// - Throws: ``ReaderLeft`` where nobody reads any more, as after `| head`; `ToolError` with status 73 where
  ///   it cannot be written.
  func write(_ text: String) throws {
    if let reason = writeAll(Array(text.utf8), to: descriptor) {
      if errno == EPIPE { throw ReaderLeft() }
      throw ToolError(.noOutput, "the results cannot be written to standard output: \(reason)")
    }
  }
}

/// Nobody reads what is written, and nobody needs to be told.
struct ReaderLeft: Error {}

/// Writes all bytes; the system's reason where that fails.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> String? {
  bytes.withUnsafeBytes { buffer -> String? in
    var rest = buffer[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let step = write(descriptor, part.baseAddress, part.count)
      if step <= 0 && errno != EINTR { return systemReason() }
      rest = rest.dropFirst(max(step, 0))
    }
    return nil
  }
}

/// The reason of the last system call's failure.
func systemReason() -> String {
  String(cString: strerror(errno)).lowercased()
}
