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
  var status = stat()
  let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  // A byte more than the file says it has, to see its end; what it says is believed up to a gibibyte.
  var wanted = isFile ? min(max(Int(status.st_size), 1 << 20), 1 << 30) + 1 : 1 << 20
  var bytes: [UInt8] = []
  while true {
    let (chunk, failure) = someBytes(wanted, of: descriptor)
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    guard failure == 0 else { throw unreadable(path, failure) }
    if chunk.count < wanted { return bytes }
    wanted = 1 << 20
  }
}

/// So many bytes, or fewer at the end of the file or where the system cannot read on, and why.
private func someBytes(_ wanted: Int, of descriptor: Int32) -> (bytes: [UInt8], failure: Int32) {
  var failure: Int32 = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
    while count < wanted {
      let got = read(descriptor, buffer.baseAddress.map { $0 + count }, wanted - count)
      if got < 0, errno == EINTR { continue }
      if got < 0 { failure = errno }
      if got <= 0 { return }
      count += got
    }
  }
  return (bytes, failure)
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
