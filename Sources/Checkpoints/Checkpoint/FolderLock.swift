#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps other writers, of this process and others, out of a folder as long as it lives. Readers need none.
///
/// It is the system's lock (`flock`) on the folder itself: it leaves no file, and it is gone with a process
/// that ends. Where the file system has no locks it keeps nobody out.
struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// Waits until no other writer has the folder, a minute at most.
  ///
  /// - Throws: `.unwritable` where another one has it that long, or the task is cancelled.
  init(_ folder: String) throws(CheckpointError) {
    descriptor = try Self.locked(folder)
  }

  private static func locked(_ folder: String) throws(CheckpointError) -> Int32 {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return descriptor }
    for _ in 0..<3_000 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      guard errno == EWOULDBLOCK || errno == EINTR else { return descriptor }
      if Task.isCancelled { break }
      usleep(20_000)
    }
    close(descriptor)
    throw CheckpointError(
      .unwritable, file: folder, expected: "a folder that nobody else writes a checkpoint to",
      found: "another writer at work")
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
