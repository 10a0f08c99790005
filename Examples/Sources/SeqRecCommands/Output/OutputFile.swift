#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that a command writes when all is done, checked before it begins so that nobody trains for
/// nothing.
struct OutputFile: Hashable, Sendable {
  /// How the file comes to be.
  enum Mode: Hashable, Sendable {
    /// Written whole in the place of an old one, or not at all.
    case replacing
    /// The old content stays, and the new one follows it whole or not at all.
    case appending
  }

  let path: String
  let mode: Mode

  /// - Throws: `ToolError` with status 73 where the path cannot be written.
  init(_ path: String, _ mode: Mode) throws(ToolError) {
    self.path = path
    self.mode = mode
    var status = stat()
    if stat(path, &status) == 0 {
      guard mode == .appending || status.st_mode & S_IFMT == S_IFREG else {
        let found = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "something else"
        throw ToolError(.noOutput, "\(path): expected a regular file or none, found \(found)")
      }
      if mode == .appending {
        try open(O_WRONLY | O_APPEND) { _ in nil }
        return
      }
    }
    try createPartial { _ in nil }
    unlink(partial)
  }

  /// A file in the place of an old one that is none of the inputs.
  ///
  /// - Throws: `ToolError` with status 73 where it cannot be written, 64 where it is an input.
  init(replacing path: String, inputs: [String]) throws(ToolError) {
    let identity = FileIdentity(of: path)
    guard !inputs.contains(where: { FileIdentity(of: $0) == identity }) else {
      throw ToolError(
        .usage, "\(path) is named twice", hint: "each output needs a file of its own")
    }
    try self.init(path, .replacing)
  }

  /// Writes what `produce` hands over piece by piece, whole in the place of an old file or not at all.
  func replace(_ produce: (_ write: (String) throws -> Void) throws -> Void) throws {
    let descriptor = openFile(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(systemReason()) }
    do {
      defer { close(descriptor) }
      try produce { text in
        if let reason = writeAll(Array(text.utf8), to: descriptor) { throw unwritable(reason) }
      }
      if fsync(descriptor) != 0 { throw unwritable(systemReason()) }
    } catch {
      unlink(partial)
      throw error
    }
    try putInPlace()
  }

  func write(_ bytes: [UInt8]) throws(ToolError) {
    switch mode {
    case .replacing:
      try createPartial { writeAll(bytes, to: $0) ?? (fsync($0) == 0 ? nil : systemReason()) }
      try putInPlace()
    case .appending:
      try open(O_RDWR | O_APPEND | O_CREAT) { descriptor in
        let end = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0
        // Whatever wrote the file before may have left its last line open.
        let isLineOpen = end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != 0x0A
        let reason = writeAll((isLineOpen ? [0x0A] : []) + bytes, to: descriptor)
        if reason != nil, end >= 0 { _ = ftruncate(descriptor, end) }
        return reason
      }
    }
  }

  private func putInPlace() throws(ToolError) {
    guard rename(partial, path) == 0 else {
      let reason = systemReason()
      unlink(partial)
      throw unwritable(reason)
    }
  }

  /// A name of this process beside the file.
  private var partial: String {
    let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return "\(path[..<end]).\(path[end...]).\(getpid()).partial"
  }

  private func createPartial(_ body: (Int32) -> String?) throws(ToolError) {
    guard path.last != "/", !path.isEmpty else { throw unwritable("no name of a file") }
    do throws(ToolError) {
      try open(O_WRONLY | O_CREAT | O_TRUNC, at: partial, body)
    } catch {
      unlink(partial)
      throw error
    }
  }

  /// Opens a file for `body`, which returns a reason if it fails.
  private func open(
    _ flags: Int32, at place: String? = nil, _ body: (Int32) -> String?
  ) throws(ToolError) {
    let descriptor = openFile(place ?? path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(systemReason()) }
    var reason = body(descriptor)
    if close(descriptor) != 0, reason == nil { reason = systemReason() }
    if let reason { throw unwritable(reason) }
  }

  private func unwritable(_ reason: String) -> ToolError {
    ToolError(.noOutput, "\(path): expected a file that can be written, found: \(reason)")
  }
}

// Not a member, where `open` would be `OutputFile`'s own.
private func openFile(_ path: String, _ flags: Int32) -> Int32 {
  open(path, flags, 0o666)
}

/// What a path leads to, however it is spelt.
struct FileIdentity: Hashable {
  private let place: String

  init(of path: String) {
    var status = stat()
    if stat(path, &status) == 0 {
      place = "\(status.st_dev) \(status.st_ino)"
      return
    }
    // A file that is not there yet is a name in a folder.
    let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = end == path.startIndex ? "." : String(path[..<end])
    let isThere = stat(folder, &status) == 0
    place = isThere ? "\(status.st_dev) \(status.st_ino) \(path[end...])" : path
  }

  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  /// Whether there is something at the end of a path.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }
}
