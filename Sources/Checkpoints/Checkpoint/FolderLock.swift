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

  /// Waits until no other writer has the folder.
  init(_ folder: String) {
    descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
