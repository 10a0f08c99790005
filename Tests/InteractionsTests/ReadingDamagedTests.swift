import Interactions
import Testing

/// Files damaged in every way that is small: each is read or refused at a place inside it.
@Suite struct ReadingDamagedTests {
  private static let files = [
    "\u{FEFF}user,item,rating,timestamp\r\n\"a,\"\"b\",é,4.5,1600000000\r\nc,\"d\ne\",-1e1,2\n\n f , g ,0,.5",
    "user_id:token\titem_id:token\ttimestamp:float\n1\t2\t881250949\n3\t4\t9223372036854775807\n",
    "1,2,3\n4,5,6\n",
    "1::1193::5::978300760\r\n1::é::3::978302109",
    "1 2\n1  3 \n 2 2\n",
    "user_id\titem_id\ttime\tneg_items\n1\t2\t3\t[4, 5]\n2\t4\t1\t[]\n",
  ]

  private func tryToRead(_ bytes: [UInt8]) {
    let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
    for format in InteractionFormat.allCases {
      do {
        let log = try InteractionLog(bytes: bytes, name: "f", format: format)
        #expect(log.count >= 1 && log.count <= bytes.count)
        #expect(log.events.allSatisfy { $0.timestamp.magnitude <= 0x1p63 })
        #expect(log == InteractionLog(records(of: log)))
      } catch {
        #expect(error.kind == .malformed && !error.expected.isEmpty && !error.found.isEmpty)
        #expect(1...lines ~= error.line ?? 1)
        #expect(1...bytes.count + 1 ~= error.column ?? 1)
      }
    }
  }

  @Test(arguments: 0..<6) func truncations(ofFile file: Int) {
    let bytes = Array(Self.files[file].utf8)
    for count in 0...bytes.count { tryToRead(Array(bytes[..<count])) }
    for count in 0...bytes.count { tryToRead(Array(bytes[count...])) }
  }

  @Test(arguments: 0..<6) func flippedBits(ofFile file: Int) {
    let bytes = Array(Self.files[file].utf8)
    for place in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(bit)
        tryToRead(damaged)
      }
    }
  }

  @Test(arguments: 0..<6) func structureInsertedAnywhere(ofFile file: Int) {
    let bytes = Array(Self.files[file].utf8)
    for piece in ["\"", ",", "\t", "\n", "\r", " ", "-", "e9", "::", "\u{0}", "é", "\"\"", "\n\n"] {
      for place in 0...bytes.count {
        tryToRead(Array(bytes[..<place]) + Array(piece.utf8) + Array(bytes[place...]))
      }
    }
  }
}
