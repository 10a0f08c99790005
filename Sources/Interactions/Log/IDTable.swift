/// Numbers byte strings from 0 in the order in which they first come: a hash table (open addressing,
/// linear probing) over one arena, so that interning a known id allocates nothing.
///
/// Ids are compared byte by byte and not, as `String` does, up to canonical equivalence: two ids
/// that a source file writes differently are different ids.
struct IDTable: Sendable {
  /// All ids, one behind the other.
  private(set) var arena: [UInt8] = []
  /// `ends[i - 1] ..< ends[i]` is id `i` in the arena.
  private(set) var ends: [Int] = []
  /// The numbers by hash, -1 where free; a power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { ends.count }

  func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  func string(_ number: Int) -> String {
    String(decoding: arena[range(of: number)], as: UTF8.self)
  }

  func isUTF8(_ number: Int32) -> Bool {
    String(validating: arena[range(of: Int(number))], as: UTF8.self) != nil
  }

  /// The number of an id that is there. Expected O(its length).
  func find(_ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
    let number = slots[slot(of: bytes, range)]
    return number < 0 ? nil : number
  }

  /// The number of an id, which is entered if it is new. Expected O(its length), amortised.
  mutating func intern(_ bytes: [UInt8], _ range: Range<Int>) -> Int32 {
    let slot = slot(of: bytes, range)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(count)
    slots[slot] = number
    arena.append(contentsOf: bytes[range])
    ends.append(arena.count)
    if count * 2 > slots.count { grow() }
    return number
  }

  mutating func intern(_ id: String) -> Int32 {
    let bytes = Array(id.utf8)
    return intern(bytes, 0..<bytes.count)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in 0..<count {
      slots[slot(of: arena, range(of: number))] = Int32(number)
    }
  }

  /// Where the id stands, or the free slot where it belongs.
  private func slot(of bytes: [UInt8], _ range: Range<Int>) -> Int {
    var slot = Self.hash(bytes, range) & (slots.count - 1)
    while slots[slot] >= 0, !matches(Int(slots[slot]), bytes, range) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func matches(_ number: Int, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let own = self.range(of: number)
    guard own.count == range.count else { return false }
    for offset in 0..<range.count
    where arena[own.lowerBound + offset] != bytes[range.lowerBound + offset] { return false }
    return true
  }

  private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var hash = WordHash.key
    var word: UInt64 = 0
    for (offset, index) in range.enumerated() {
      word = word << 8 | UInt64(bytes[index])
      if offset & 7 == 7 {
        hash = WordHash.mixed(word, hash)
        word = 0
      }
    }
    // At most seven bytes are left, so that the length fits above them.
    word |= UInt64(truncatingIfNeeded: range.count) << 56
    return Int(truncatingIfNeeded: WordHash.mixed(WordHash.mixed(word, hash), WordHash.key))
  }
}
