import Checkpoints
import Foundation
import Tensors
import Testing

/// Whatever a manifest's bytes are: an equal value or a typed error, never a crash.
struct ManifestTests {
  /// Calls `body` with a function that reads the checkpoint with another manifest.
  private func withCheckpoint(
    _ body: (_ text: String, _ read: ([UInt8]) throws -> Result<Checkpoint, CheckpointError>) throws
      -> Void
  ) throws {
    try withFolder { folder in
      try CheckpointSamples.write(1, to: folder)
      let path = folder + "/manifest.json"
      let text = String(decoding: try contents(of: path), as: UTF8.self)
      try body(text) { bytes in
        // Not synced, as thousands of these would be.
        try Data(bytes).write(to: URL(filePath: path))
        do throws(CheckpointError) {
          return .success(try Checkpoint(contentsOf: folder))
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private static let refused: [(part: String, by: String, expected: String, found: String)] = [
    ("swift-seqrec checkpoint", "something else", "the format", "something else"),
    ("\"formatVersion\": 1", "\"formatVersion\": 0", "version 1 of the format", "0"),
    ("\"formatVersion\": 1,", "", "a member \"formatVersion\" of the manifest", "none"),
    ("\"kernels\"", "\"kernel\"", "a member \"kernels\" of the manifest", "none"),
    ("\"seed\"", "\"more\": 1, \"seed\"", "no other member of the manifest", "more"),
    ("\"seed\"", "\"model\": 1, \"seed\"", "distinct keys in the manifest", "\"model\""),
    ("\"seed\": 18446744073709551615", "\"seed\": -1", "\"seed\" to be a whole number", "-1"),
    ("\"seed\": 18446744073709551615", "\"seed\": 1.0", "\"seed\" to be a whole number", "1.0"),
    (
      "\"seed\": 18446744073709551615", "\"seed\": 18446744073709551616",
      "\"seed\" to be a whole number", "18446744073709551616"
    ),
    ("\"users\": 3", "\"users\": 18446744073709551615", "a smaller number", "18446744073709551615"),
    ("\"users\": 3", "\"users\": 03", "users", "a leading zero"),
    ("\"users\": 3", "\"users\": null", "\"users\" to be a whole number", "null"),
    ("\"users\": 3", "\"users\": \"3\"", "\"users\" to be a whole number", "\"3\""),
    ("\"loss\": 0.1", "\"loss\": true", "\"loss\" to be a number", "true"),
    ("\"loss\": 0.1", "\"loss\": 1e999", "\"loss\" to be a number", "1e999"),
    ("\"loss\": 0.1", "\"loss\": .1", "\"loss\"", "'.'"),
    ("\"loss\": 0.1", "\"loss\": 0.", "\"loss\"", "','"),
    ("\"loss\": 0.1", "\"loss\": tru", "true of \"loss\"", "','"),
    ("\"width\": 64", "\"width\": [64]", "\"hyperparameters.width\" to be a truth", "an array"),
    ("\"width\": 64", "\"width\": null", "\"hyperparameters.width\" to be a truth", "null"),
    ("\"model\": \"a \\\"model\\\"\"", "\"model\": {}", "\"model\" to be a text", "an object"),
    ("\"files\": {", "\"files\": [{}], \"x\": {", "\"files\" to be an object", "an array"),
    ("\"weights\": {", "\"wait\": {", "no other member of \"files\"", "\"wait\""),
    ("\"items\": {", "\"item\": {", "a member \"items\" of \"files\"", "none"),
    ("items-", "../items-", "the file \"items-", "../items-"),
    ("\"digest\": \"", "\"digest\": \"A", "16 hexadecimal digits", "A"),
    ("}\n}", "}\n} x", "the end of the manifest", "'x'"),
  ]

  @Test(arguments: refused)
  func isRefused(_ refused: (part: String, by: String, expected: String, found: String)) throws {
    try withCheckpoint { text, read in
      try #require(text.contains(refused.part))
      let changed = text.replacing(refused.part, with: refused.by, maxReplacements: 1)
      guard case .failure(let error) = try read(Array(changed.utf8)) else {
        Issue.record("\(refused)")
        return
      }
      #expect(error.kind == (refused.found == "0" ? .wrongContent : .damaged))
      #expect(error.expected.contains(refused.expected), "\(error)")
      #expect(error.found.contains(refused.found), "\(error)")
    }
  }

  /// Texts that would take minutes to be compared, as a key and as a value.
  @Test func marksInARowAreRefused() throws {
    try withCheckpoint { text, read in
      for (part, by) in [
        ("\"seed\"", "\"\(marks(400_000))\": 1, \"seed\""),
        ("swift-seqrec checkpoint", "s\(marks(400_000))"),
      ] {
        guard
          case .failure(let error) = try read(
            Array(text.replacing(part, with: by, maxReplacements: 1).utf8))
        else {
          Issue.record("was read")
          return
        }
        #expect(error.kind == .damaged && error.found == "more of them")
        #expect(error.expected.hasSuffix("with at most 30 combining marks in a row"))
      }
    }
  }

  /// What else such a manifest has does not matter, and the error says why.
  @Test func newerVersionsAreCalledThat() throws {
    try withCheckpoint { text, read in
      for part in ["\"formatVersion\": 2", "\"new\": [[1], {}], \"formatVersion\": 2"] {
        let changed = text.replacing("\"formatVersion\": 1", with: part)
          .replacing("\"seed\"", with: "\"seeds\"")
        guard case .failure(let error) = try read(Array(changed.utf8)) else {
          Issue.record("\(part)")
          return
        }
        #expect(error.kind == .wrongContent)
        #expect(
          error.description.hasSuffix(
            "manifest.json: expected version 1 of the format, found 2 (it is from a newer version)")
        )
      }
    }
  }

  /// Nesting and length are bounded before they cost anything.
  @Test func sizesAreBounded() throws {
    try withCheckpoint { _, read in
      let deep = String(repeating: "[", count: 1000)
      guard case .failure(let nested) = try read(Array(deep.utf8)),
        case .failure(let long) = try read([UInt8](repeating: 0x20, count: 1 << 20 + 1))
      else {
        Issue.record("was read")
        return
      }
      #expect(nested.kind == .damaged && nested.byte == 8)
      #expect(nested.expected.hasPrefix("no deeper nesting"))
      #expect(long.kind == .damaged && long.expected == "at most 1048576 bytes")
    }
  }

  @Test func everyTruncationIsRefused() throws {
    try withCheckpoint { text, read in
      let bytes = Array(text.utf8)
      // Behind the last brace stands a line feed, which may be absent.
      for length in 0..<bytes.count - 1 {
        guard case .failure(let error) = try read(Array(bytes.prefix(length))) else {
          Issue.record("\(length)")
          continue
        }
        #expect(error.kind == .damaged)
      }
    }
  }

  @Test func everyBitFlip() throws {
    try withCheckpoint { text, read in
      let bytes = Array(text.utf8)
      guard case .success(let whole) = try read(bytes) else {
        Issue.record("the sample is refused")
        return
      }
      for position in bytes.indices {
        for bit in 0..<8 {
          var flipped = bytes
          flipped[position] ^= 1 << bit
          switch try read(flipped) {
          case .success(let checkpoint):
            // A letter of a text or a digit may have changed; what the files are may not.
            #expect(checkpoint.manifest.files == whole.manifest.files)
            #expect(checkpoint.items == whole.items)
          case .failure(let error):
            #expect(!error.expected.isEmpty && !error.found.isEmpty)
          }
        }
      }
    }
  }

  @Test(arguments: 0..<10)
  func randomEdits(seed: Int) throws {
    try withCheckpoint { text, read in
      var generator = Seed(UInt64(seed)).child("edits").generator()
      let pieces = ["\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "0", "-", "e9", "null", "\n"]
        .map { Array($0.utf8) }
      for _ in 0..<200 {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let start = Int.random(in: 0...bytes.count, using: &generator)
          let end = Int.random(in: start...min(bytes.count, start + 6), using: &generator)
          let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
          bytes.replaceSubrange(start..<end, with: Bool.random(using: &generator) ? piece : [])
        }
        _ = try read(bytes)
      }
    }
  }
}
