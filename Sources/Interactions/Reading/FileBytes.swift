#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// All bytes of a file or pipe.
func bytes(ofFile path: String) throws(InteractionFileError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw unreadable(path, errno) }
  defer { _ = close(descriptor) }
  var bytes: [UInt8] = []
  while true {
    var failure: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
      let got = read(descriptor, buffer.baseAddress, buffer.count)
      count = max(0, got)
      failure = got < 0 ? errno : 0
    }
    if failure == EINTR { continue }
    guard failure == 0 else { throw unreadable(path, failure) }
    if chunk.isEmpty { return bytes }
    bytes += chunk
  }
}

private func unreadable(_ path: String, _ code: Int32) -> InteractionFileError {
  let (found, hint): (String, String?) =
    switch code {
    case ENOENT, ENOTDIR: ("no such file", nil)
    case EISDIR: ("a directory", "name a file in it")
    case EACCES, EPERM: ("no permission to read it", nil)
    default: (String(cString: strerror(code)).lowercased(), nil)
    }
  return InteractionFileError(
    kind: .missing, file: path, line: nil, column: nil, expected: "a file", found: found,
    hint: hint,
    likelyFormat: nil)
}
