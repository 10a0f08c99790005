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
  /// Of each id.
  private var keys: [IDKey] = []
  /// The numbers by key, -1 where free; a power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 16)
  private let seed = WordHash.key

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
  func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    let number = slots[slot(of: IDKey(bytes, range), bytes, range)]
    return number < 0 ? nil : number
  }

  /// The number of an id, which is entered if it is new. Expected O(its length), amortised.
  @inline(__always)
  mutating func intern(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    let key = IDKey(bytes, range)
    let slot = slot(of: key, bytes, range)
    if slots[slot] >= 0 { return slots[slot] }
    return enter(key, at: slot, bytes, range)
  }

  private mutating func enter(
    _ key: IDKey, at slot: Int, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Int32 {
    let number = Int32(count)
    slots[slot] = number
    for index in range { arena.append(bytes[index]) }
    ends.append(arena.count)
    keys.append(key)
    if count * 2 > slots.count { grow() }
    return number
  }

  /// The numbers of another table's ids, by their numbers there.
  mutating func intern(_ other: IDTable) -> [Int32] {
    (0..<other.count).map { intern(other.arena.span, other.range(of: $0)) }
  }

  mutating func intern(_ id: [UInt8]) -> Int32 { intern(id.span, 0..<id.count) }

  mutating func intern(_ id: String) -> Int32 { intern(Array(id.utf8)) }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, key) in keys.enumerated() {
      var slot = key.hash(seed) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// Where the id stands, or the free slot where it belongs.
  @inline(__always) private func slot(of key: IDKey, _ bytes: Span<UInt8>, _ range: Range<Int>)
    -> Int
  {
    var slot = key.hash(seed) & (slots.count - 1)
    while slots[slot] >= 0, !matches(Int(slots[slot]), key, bytes, range) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  @inline(__always) private func matches(
    _ number: Int, _ key: IDKey, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Bool {
    keys[number] == key && (key.isWhole || isEqual(number, bytes, range))
  }

  @inline(never) private func isEqual(_ number: Int, _ bytes: Span<UInt8>, _ range: Range<Int>)
    -> Bool
  {
    let own = self.range(of: number)
    return own.count == range.count
      && arena.span.extracting(own).isEqual(to: bytes.extracting(range))
  }
}

/// Stands for an id of up to seven bytes, and tells most others apart.
private struct IDKey: Equatable {
  /// The bytes, if they are not more than seven, below their number; a hash under a higher number otherwise.
  private let word: UInt64

  @inline(__always) init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if range.count < 8 {
      word = bytes.word(of: range) | UInt64(truncatingIfNeeded: range.count) &<< 56
    } else {
      word = Self.hash(of: bytes.extracting(range)) | 8 &<< 56
    }
  }

  var isWhole: Bool { word < 8 &<< 56 }

  func hash(_ seed: UInt64) -> Int {
    Int(truncatingIfNeeded: WordHash.mixed(WordHash.mixed(word, seed), seed))
  }

  private static func hash(of bytes: Span<UInt8>) -> UInt64 {
    var hash = WordHash.key
    for index in stride(from: 0, to: bytes.count, by: 8) {
      hash = WordHash.mixed(bytes.word(at: index), hash)
    }
    return WordHash.mixed(UInt64(truncatingIfNeeded: bytes.count), hash)
  }
}
