import Checkpoints
import Foundation
import Synchronization
import Testing

/// Each call of the system fails once, for each reason: what was there stays, or what is new is whole.
struct FailingCallsTests {
  @Test(arguments: [ENOSPC, EIO, EDQUOT])
  func aSaveThatFailsLeavesTheOldCheckpoint(code: Int32) throws {
    try withFolder { folder in
      var failures = 0
      var position = 0
      while true {
        try CheckpointSamples.write(0, to: folder)
        let calls = BrokenCalls(.error(code), at: position)
        let error = calls.during { () throws(CheckpointError) in
          try CheckpointSamples.write(1, to: folder)
        }
        guard calls.haveBroken else { break }
        #expect(try CheckpointSamples.number(in: folder) == (error == nil ? 1 : 0), "\(position)")
        #expect(try names(in: folder).allSatisfy { !$0.hasPrefix(".") }, "\(position)")
        if let error {
          failures += 1
          #expect(error.kind == .unwritable && error.found == String(cString: strerror(code)))
        }
        position += 1
      }
      // Three files are written, synced, closed and renamed; that the folder is not synced is no failure.
      #expect(position == 15 && failures == 12)
      #expect(try CheckpointSamples.number(in: folder) == 1)
      #expect(try names(in: folder).count == 3, "what failed saves have left is cleared away")
    }
  }

  @Test func aFileIsWrittenAndReadInAnySteps() throws {
    try withFolder { folder in
      let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      var calls = FileCalls()
      let system = calls
      let turn = Mutex(0)
      // Every other call is interrupted, the others take three bytes at most.
      @Sendable func isInterrupted() -> Bool {
        turn.withLock { turn in
          turn += 1
          errno = EINTR
          return turn % 2 == 0
        }
      }
      calls.write = { descriptor, buffer in
        isInterrupted()
          ? -1 : system.write(descriptor, UnsafeRawBufferPointer(rebasing: buffer.prefix(3)))
      }
      calls.read = { descriptor, buffer in
        isInterrupted()
          ? -1 : system.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(3)))
      }
      try FileCalls.$current.withValue(calls) {
        try AtomicFile.write(bytes, to: folder + "/f")
        #expect(try contents(of: folder + "/f") == bytes)
        try CheckpointSamples.write(1, to: folder)
        #expect(try CheckpointSamples.number(in: folder) == 1)
      }
    }
  }

  /// Of the manifest, the items and the weights.
  @Test(arguments: 0..<3)
  func readingThatFailsSaysWhy(position: Int) throws {
    try withFolder { folder in
      let files = try CheckpointSamples.write(to: folder).files.map(\.name)
      func error(_ status: Int) -> CheckpointError? {
        let turn = Mutex(0)
        var calls = FileCalls()
        let system = calls
        calls.read = { descriptor, buffer in
          let isBroken = turn.withLock { turn in
            defer { turn += 1 }
            return turn == position
          }
          guard isBroken else { return system.read(descriptor, buffer) }
          errno = EIO
          return status
        }
        return FileCalls.$current.withValue(calls) {
          failure { () throws(CheckpointError) in try Checkpoint(contentsOf: folder) }
        }
      }
      let path = "\(folder)/\((["manifest.json"] + files)[position])"
      #expect(
        error(-1)?.description
          == "\(path), byte 0: expected bytes of the file, found Input/output error")
      #expect(error(0)?.found == "the end of the file" && error(0)?.kind == .damaged)
    }
  }
}
