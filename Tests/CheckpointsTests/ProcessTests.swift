import Checkpoints
import Foundation
import Tensors
import Testing

// The C library's names for limits differ, and other platforms may not start processes.
#if os(Linux)
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
            error?.description
              == "\(path): expected 20000 bytes to be written, found File too large")
          #expect(try contents(of: path) == [1, 2, 3])
          #expect(try names(in: folder) == ["f"])
        }
      }
    }

    /// The same in the middle of a checkpoint, whose weights do not fit.
    @Test func aFullDiskLeavesTheOldCheckpoint() async {
      await #expect(processExitsWith: .success) {
        try withFolder { folder in
          try CheckpointSamples.write(to: folder)
          signal(SIGXFSZ, SIG_IGN)
          var limit = rlimit(rlim_cur: 10_000, rlim_max: 10_000)
          setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
          let error = failure { () throws(CheckpointError) in
            try CheckpointSamples.write(1, count: 20_000, to: folder)
          }
          #expect(error?.kind == .unwritable && error?.found == "File too large")
          #expect(error?.file.contains("/weights-") == true)
          #expect(try CheckpointSamples.number(in: folder) == 0)
        }
      }
    }

    /// A file system of 64 KiB, where one may be mounted.
    @Test func aDiskThatIsReallyFullLeavesTheOldCheckpoint() async {
      await #expect(processExitsWith: .success) {
        try withFolder { folder in
          let disk = folder + "/disk"
          try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
          guard mount("none", disk, "tmpfs", 0, "size=64k") == 0 else { return }
          defer { umount(disk) }
          try CheckpointSamples.write(to: disk)
          let error = failure { () throws(CheckpointError) in
            try CheckpointSamples.write(1, count: 20_000, to: disk)
          }
          #expect(error?.kind == .unwritable && error?.found == "No space left on device")
          #expect(try CheckpointSamples.number(in: disk) == 0)
          // What was begun is gone, so that there is room again.
          try CheckpointSamples.write(1, to: disk)
          #expect(try CheckpointSamples.number(in: disk) == 1)
        }
      }
    }

    /// Dropping root's rights, which no permission binds.
    @Test func permissionsAreRespected() async {
      await #expect(processExitsWith: .success) {
        try withFolder { folder in
          let path = folder + "/f"
          try AtomicFile.write(fileBytes("{}"), to: path)
          chmod(path, 0o000)
          chmod(folder, 0o555)
          let user = geteuid()
          if user == 0 { seteuid(65534) }
          defer {
            seteuid(user)
            chmod(folder, 0o755)
          }
          let unreadable = failure { () throws(CheckpointError) in
            try SafetensorsFile(contentsOf: path)
          }
          #expect(unreadable?.kind == .unreadable)
          #expect(unreadable?.found == "Permission denied")
          let unwritable = failure { () throws(CheckpointError) in
            try AtomicFile.write([1], to: path)
          }
          #expect(unwritable?.kind == .unwritable)
          #expect(unwritable?.expected == "a folder that takes new files")
          #expect(unwritable?.found == "Permission denied")
          seteuid(user)
          chmod(path, 0o644)
          #expect(try contents(of: path) == fileBytes("{}"))
          #expect(try names(in: folder) == ["f"])
        }
      }
    }

    /// The header of a file of a terabyte is refused before its data costs anything.
    @Test func aFileIsNotReadBeforeItsHeaderIsChecked() async {
      await #expect(processExitsWith: .success) {
        try withFolder { folder in
          let path = folder + "/sparse"
          try AtomicFile.write(fileBytes("{\"a\":\(info())}"), to: path)
          try #require(truncate(path, 1 << 40) == 0)
          let before = try peakMemory()
          let error = failure { () throws(CheckpointError) in
            try SafetensorsFile(contentsOf: path)
          }
          #expect(error?.kind == .damaged)
          #expect(error?.expected == "8 bytes of data, where the last tensor ends")
          let after = try peakMemory()
          #expect(after - before < 4 << 20)
        }
      }
    }

    /// A writer that is killed anywhere leaves one of the two files that it writes in turn.
    @Test func aKilledWriterLeavesAWholeFile() async throws {
      let folder = killFolder(of: getpid())
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      var generator = Seed(1).child("kills").generator()
      try AtomicFile.write(killSamples[0], to: folder + "/f")
      for _ in 0..<20 {
        let delay = UInt32.random(in: 0..<20_000, using: &generator)
        try AtomicFile.write(bytes(of: delay), to: folder + "/delay")
        await #expect(processExitsWith: .signal(SIGKILL)) {
          let folder = killFolder(of: getppid())
          let delay = try contents(of: folder + "/delay").reversed().reduce(0) {
            $0 << 8 | UInt32($1)
          }
          Thread.detachNewThread {
            usleep(delay)
            kill(getpid(), SIGKILL)
          }
          for round in 1... { try AtomicFile.write(killSamples[round % 2], to: folder + "/f") }
        }
        let found = try contents(of: folder + "/f")
        #expect(killSamples.contains(found))
      }
    }

    /// A writer of checkpoints that is killed anywhere leaves one of the two that it writes in turn.
    @Test func aKilledWriterLeavesAWholeCheckpoint() async throws {
      let folder = killFolder(of: getpid()) + "-checkpoints"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      var generator = Seed(2).child("kills").generator()
      let count = 20_000
      try CheckpointSamples.write(count: count, to: folder + "/trained")
      for _ in 0..<200 {
        let delay = UInt32.random(in: 0..<30_000, using: &generator)
        try AtomicFile.write(bytes(of: delay), to: folder + "/delay")
        await #expect(processExitsWith: .signal(SIGKILL)) {
          let folder = killFolder(of: getppid()) + "-checkpoints"
          let delay = try contents(of: folder + "/delay").reversed().reduce(0) {
            $0 << 8 | UInt32($1)
          }
          Thread.detachNewThread {
            usleep(delay)
            kill(getpid(), SIGKILL)
          }
          for round in 1... {
            try CheckpointSamples.write(round % 2, count: 20_000, to: folder + "/trained")
          }
        }
        #expect(try CheckpointSamples.number(in: folder + "/trained", count: count) != nil)
      }
      try CheckpointSamples.write(count: count, to: folder + "/trained")
      let files = try names(in: folder + "/trained").filter { !$0.hasPrefix(".seqrec-") }
      #expect(files.count == 3, "what killed writers have left is cleared away")
    }

    /// Killed before and after each call of the system that saves a checkpoint.
    @Test func aWriterKilledAtAnyCallLeavesAWholeCheckpoint() async throws {
      let folder = killFolder(of: getpid()) + "-calls"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      // The last rename, which makes the new one valid, is call 13 of 15.
      for position in 0..<15 {
        for isAfter in [false, true] {
          try CheckpointSamples.write(to: folder + "/trained")
          try AtomicFile.write([UInt8(position), isAfter ? 1 : 0], to: folder + "/plan")
          await #expect(processExitsWith: .signal(SIGKILL)) {
            let folder = killFolder(of: getppid()) + "-calls"
            let plan = try contents(of: folder + "/plan")
            let calls = BrokenCalls(plan[1] == 0 ? .killedBefore : .killedAfter, at: Int(plan[0]))
            _ = calls.during { () throws(CheckpointError) in
              try CheckpointSamples.write(1, to: folder + "/trained")
            }
          }
          let isNew = position > 13 || position == 13 && isAfter
          #expect(try CheckpointSamples.number(in: folder + "/trained") == (isNew ? 1 : 0))
        }
      }
    }

    /// Whichever bit of a header is flipped, and wherever the file ends, reading it takes no more than the sound file
    /// does: its bytes and a tensor.
    @Test func noDamageCostsMoreThanTheSoundFile() async {
      await #expect(processExitsWith: .success) {
        try withFolder { folder in
          let path = folder + "/f"
          // So large that no block of it comes from the heap, where what was freed before counts.
          let count = 1 << 26
          let sound = fileBytes("{\"a\":\(info("F32", "[4,\(count / 16)]", "[0,\(count)]"))}")
          #expect(sound.count <= 300)
          /// Whether a file is read that begins like that and has no other bytes than zeros behind it.
          func isRead(_ start: [UInt8], length: Int) throws -> Bool {
            try Data(start).write(to: URL(filePath: path))
            try #require(truncate(path, length) == 0)
            do throws(CheckpointError) {
              let file = try SafetensorsFile(contentsOf: path)
              for entry in file.entries { _ = try file.tensor(entry.name, as: Float.self) }
              return true
            } catch {
              return false
            }
          }
          let whole = sound.count + count
          // Code counts too, that of refusing and of measuring.
          for length in [whole, 0, 100, whole] { _ = try isRead(sound, length: length) }
          _ = try peakMemory()
          let before = try peakMemory()
          for position in sound.indices {
            for bit in 0..<8 {
              var bytes = sound
              bytes[position] ^= 1 << bit
              _ = try isRead(bytes, length: whole)
            }
            #expect(try !isRead(sound, length: position))
          }
          let growth = try peakMemory() - before
          #expect(growth < count / 16, "\(growth) bytes more")
        }
      }
    }

    @Test func readingHoldsAFileAndATensorOnce() async {
      await #expect(processExitsWith: .success) {
        try withFolder { folder in
          let path = folder + "/f"
          let megabytes = 64
          let header = "{\"a\":\(info("F32", "[\(megabytes << 18)]", "[0,\(megabytes << 20)]"))}"
          try AtomicFile.write(fileBytes(header), to: path)
          try #require(truncate(path, 8 + header.utf8.count + megabytes << 20) == 0)
          let before = try peakMemory()
          let tensor = try SafetensorsFile(contentsOf: path).tensor("a", as: Float.self)
          #expect(tensor.count == megabytes << 18)
          let growth = Double(try peakMemory() - before) / Double(megabytes << 20)
          #expect(growth > 1.5 && growth < 2.1)
        }
      }
    }
  }

  private func killFolder(of process: pid_t) -> String {
    FileManager.default.temporaryDirectory.appending(path: "seqrec-kills-\(process)").path
  }

  private let killSamples = [[UInt8](repeating: 1, count: 1 << 20), [2, 2, 2]]

  /// The most memory that this process has held, in bytes. Not `getrusage`, which starts from the
  /// parent's.
  private func peakMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let kilobytes = try #require(status.firstMatch(of: /VmHWM:\s*(\d+) kB/)?.1)
    return try #require(Int(kilobytes)) << 10
  }
#endif
