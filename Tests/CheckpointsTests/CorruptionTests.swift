import Checkpoints
import Foundation
import Tensors
import Testing

/// Whatever the bytes are: a sound file or an error, never a crash.
struct CorruptionTests {
  private let sample: [UInt8]

  init() throws {
    sample = try SafetensorsFile.serialized(
      [
        ("b", Tensor([1, -2], shape: [2])), ("w\u{E9}", Tensor([.nan, 0, 3, 4], shape: [2, 2])),
        ("z", Tensor([], shape: [3, 0])),
      ], metadata: ["k": "v\n"])
    #expect(sample.count <= 300)
  }

  /// Whether the bytes are a file; if they are, everything in it must be consistent and readable.
  @discardableResult
  private func isSound(_ bytes: [UInt8]) -> Bool {
    do {
      let file = try SafetensorsFile(bytes: bytes, name: "memory")
      #expect(file.entries.reduce(0) { $0 + $1.bytes.count } < bytes.count)
      for entry in file.entries {
        #expect(file[entry.name] == entry)
        #expect(entry.bytes.count == entry.shape.reduce(entry.type.size, *))
        do throws(CheckpointError) {
          let tensor = try file.tensor(entry.name, as: Double.self)
          #expect(tensor.shape.dimensions == entry.shape)
        } catch {
          #expect(error.kind == .wrongContent)
        }
      }
      return true
    } catch {
      #expect(error.kind == .damaged)
      #expect(!error.found.isEmpty && !error.expected.isEmpty)
      return false
    }
  }

  @Test func noTruncationIsAFile() {
    #expect(isSound(sample))
    for length in 0..<sample.count { #expect(!isSound(Array(sample.prefix(length))), "\(length)") }
  }

  @Test func noExtensionIsAFile() {
    for byte in 0...UInt8.max { #expect(!isSound(sample + [byte])) }
  }

  @Test func everyBitFlip() {
    let headerLength = Int(sample[0])
    var sound = 0
    for position in sample.indices {
      for bit in 0..<8 {
        var bytes = sample
        bytes[position] ^= 1 << bit
        let isSound = isSound(bytes)
        sound += isSound ? 1 : 0
        if position < 8 { #expect(!isSound, "bit \(bit) of the header's length") }
        if position >= 8 + headerLength { #expect(isSound, "data may be anything") }
      }
    }
    // Names, texts and data may change unnoticed; the rest of the header may not.
    #expect(sound > 8 * (sample.count - 8 - headerLength))
    #expect(sound < 4 * sample.count)
  }

  @Test func everyByteReplaced() {
    for position in 0..<(8 + Int(sample[0])) {
      for byte in [0, 0x20, 0x22, 0x30, 0x39, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] as [UInt8] {
        var bytes = sample
        bytes[position] = byte
        isSound(bytes)
      }
    }
  }

  @Test(arguments: 0..<50)
  func randomEdits(seed: Int) {
    var generator = Seed(UInt64(seed)).child("edits").generator()
    let pieces = [
      "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "0", "9223372036854775807", " ", "F64",
      "\"a\":\(info())", "__metadata__", "\u{E9}",
    ].map { Array($0.utf8) }
    for _ in 0..<400 {
      var header = Array(sample[8..<8 + Int(sample[0])])
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let start = Int.random(in: 0...header.count, using: &generator)
        let end = Int.random(in: start...min(header.count, start + 6), using: &generator)
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
        header.replaceSubrange(start..<end, with: Bool.random(using: &generator) ? piece : [])
      }
      isSound(fileBytes(header) + sample.suffix(24))
    }
  }
}
