import Foundation
import Interactions
import Tensors
import Testing

/// The hash of ids and pairs: nobody can write a file whose ids collide.
@Suite struct HashTests {
  /// Words that a file may be made of, alike but for little.
  private static let families: [@Sendable (UInt64) -> UInt64] = [
    { $0 }, { $0 << 8 }, { $0 << 16 }, { $0 << 24 }, { $0 << 32 }, { $0 << 40 }, { $0 << 48 },
    { $0 << 32 | $0 }, { $0.digits },
    // The hash's own factor, and what undoes it.
    { $0 &* 0x9E37_79B9_7F4A_7C15 }, { $0 &* 0xF1DE_83E1_9937_733D },
  ]

  /// No more words share a slot than of a function that is drawn at random.
  @Test(arguments: 0..<families.count)
  func wordsThatAreAlikeSpread(family: Int) {
    let (count, slots) = (1 << 14, 1 << 16)
    for key in 0..<20 {
      let key = Seed(UInt64(key)).child("key").bits
      var taken = [Bool](repeating: false, count: slots)
      for number in 0..<UInt64(count) {
        let hash = WordHash.mixed(WordHash.mixed(Self.families[family](number), key), key)
        taken[Int(truncatingIfNeeded: hash) & (slots - 1)] = true
      }
      // Of 2^14 balls in 2^16 bins 14,497 bins are taken, with a standard deviation of 37.
      let found = taken.count { $0 }
      #expect(found > 14_497 - 370, "family \(family): \(found)")
    }
  }

  #if os(Linux)
    /// Each process draws a key of its own.
    @Test func theKeyIsNewInEachProcess() async throws {
      let file = keyFile(of: getpid())
      defer { unlink(file) }
      var keys: Set<String> = [String(WordHash.key)]
      for _ in 0..<3 {
        await #expect(processExitsWith: .success) {
          try String(WordHash.key).write(
            toFile: keyFile(of: getppid()), atomically: true, encoding: .utf8)
        }
        keys.insert(try String(contentsOfFile: file, encoding: .utf8))
      }
      #expect(keys.count == 4)
    }
  #endif
}

private func keyFile(of process: pid_t) -> String {
  FileManager.default.temporaryDirectory.appending(path: "seqrec-key-\(process)").path
}

extension UInt64 {
  /// Its decimal digits as bytes.
  fileprivate var digits: UInt64 { "\(self)".utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}
