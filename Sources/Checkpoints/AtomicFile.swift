#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that are written whole or not at all.
package enum AtomicFile {
  /// Writes the bytes to a new file beside the old one, waits until they are on the disk, and then
  /// puts it in the old one's place.
  ///
  /// Whoever reads the path meanwhile sees the old file or the new one. On failure the old file stands
  /// and the new one is gone; after a crash of the process a `.seqrec-*.partial` may remain beside
  /// it. A symbolic link is replaced, not followed.
  ///
  /// - Throws: `.unwritable` with the system's reason.
  package static func write(_ bytes: [UInt8], to path: String) throws(CheckpointError) {
    let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = end == path.startIndex ? "./" : String(path[..<end])
    guard end < path.endIndex else {
      throw failure(path, "the name of a file", found: "\(path.quoted)")
    }
    // Renaming would replace a device or a pipe by a file.
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw failure(
        path, "a regular file or none", found: isFolder ? "a folder" : "something else")
    }
    let number = UInt64.random(in: 0...UInt64.max)
    let partial = "\(folder).seqrec-\(String(number, radix: 16)).partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw failure(path, "a folder that takes new files", found: systemError())
    }
    let calls = FileCalls.current
    var reason: String?
    if !calls.writeAll(bytes, to: descriptor) || calls.synchronize(descriptor) != 0 {
      reason = systemError()
    }
    if calls.close(descriptor) != 0, reason == nil { reason = systemError() }
    if reason == nil, calls.rename(partial, path) != 0 { reason = systemError() }
    if let reason {
      unlink(partial)
      throw failure(path, "\(bytes.count) bytes to be written", found: reason)
    }
    synchronize(folder: folder)
  }

  /// Makes the new name last through a power failure, where the file system can. Without it the
  /// folder holds the old file or the new one all the same.
  private static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = FileCalls.current.synchronize(descriptor)
    close(descriptor)
  }

  private static func failure(
    _ path: String, _ expected: String, found: String
  ) -> CheckpointError {
    CheckpointError(.unwritable, file: path, expected: expected, found: found)
  }
}

extension FileCalls {
  fileprivate func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let step = write(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        guard step > 0 || (step < 0 && errno == EINTR) else { return false }
        rest = rest.dropFirst(max(step, 0))
      }
      return true
    }
  }
}
