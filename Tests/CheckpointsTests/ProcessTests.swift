import Checkpoints
import Foundation
import Tensors
import Testing

/// What needs limits, rights or an end of its own, each in a process of its own.
@Suite struct ProcessTests {
  /// The largest size of a file stands in for a full disk: both fail in the middle of writing.
  @Test func aFullDiskLeavesTheOldFile() async {
    await #expect(processExitsWith: .success) {
      try withFolder { folder in
        let path = folder + "/f"
        try AtomicFile.write([1, 2, 3], to: path)
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 10_000, rlim_max: 10_000)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let error = failure { () throws(CheckpointError) in
          try AtomicFile.write([UInt8](repeating: 7, count: 20_000), to: path)
        }
        #expect(error?.kind == .unwritable)
        #expect(
          error?.description == "\(path): expected 20000 bytes to be written, found File too large")
        #expect(try contents(of: path) == [1, 2, 3])
        #expect(try names(in: folder) == ["f"])
      }
    }
  }
}
