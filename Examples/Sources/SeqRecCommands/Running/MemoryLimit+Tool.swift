import SeqRec

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension MemoryLimit {
  /// What `SEQREC_MEMORY_LIMIT` allows a file and a model each; all memory of the machine where it is not set.
  static let ofProcess = fromEnvironment ?? MemoryLimit(bytes: memoryOfMachine)

  /// Bytes, or as many KiB, MiB or GiB as in `8G`.
  init?(text: String) {
    let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let shift = text.last.flatMap { shifts[$0] } ?? 0
    guard let count = Int(shift == 0 ? text : String(text.dropLast())), count > 0,
      case (let bytes, false) = count.multipliedReportingOverflow(by: 1 << shift)
    else { return nil }
    self.init(bytes: bytes)
  }

  /// - Throws: `ToolError` with status 64 where the variable is set to something else.
  static func checkEnvironment() throws(ToolError) {
    guard let text, fromEnvironment == nil else { return }
    throw ToolError(
      .usage, "SEQREC_MEMORY_LIMIT=\(text): expected a number of bytes, or one as 512M or 8G")
  }

  private static var text: String? {
    getenv("SEQREC_MEMORY_LIMIT").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static var fromEnvironment: MemoryLimit? { text.flatMap(MemoryLimit.init(text:)) }

  private static var memoryOfMachine: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }
}
