import Tensors

/// What stands with pairs of indices: a hash table (open addressing, linear probing) for keys of one word,
/// which need no general hashing.
///
/// Memory: a word and the value for each place, at most three quarters of which are taken.
struct PairTable<Value: Sendable>: Sendable {
  /// By hash; a power of two.
  private var places: [(pair: UInt64, value: Value)]
  private(set) var count = 0

  /// No pair, since indices end below.
  private static var free: UInt64 { .max }

  /// An empty table, whose free places hold `filler`.
  init(filler: Value) {
    places = Array(repeating: (Self.free, filler), count: 16)
  }

  /// What stands with a pair. Expected O(1).
  subscript(pair: UInt64) -> Value? {
    let place = places[slot(of: pair)]
    return place.pair == pair ? place.value : nil
  }

  /// What stands with a pair already; or nil, and from now on the value does. Expected O(1), amortised.
  mutating func enter(_ pair: UInt64, _ value: Value) -> Value? {
    let slot = slot(of: pair)
    if places[slot].pair == pair { return places[slot].value }
    places[slot] = (pair, value)
    count += 1
    if count * 4 > places.count * 3 { grow() }
    return nil
  }

  /// Begins to fetch the place of a pair from memory.
  func prefetch(_ pair: UInt64) {
    Tensors.prefetch(firstSlot(of: pair), of: places)
  }

  private mutating func grow() {
    let old = places
    places = Array(repeating: (Self.free, old[0].value), count: 2 * old.count)
    for place in old where place.pair != Self.free { places[slot(of: place.pair)] = place }
  }

  /// Where the pair stands, or the free slot where it belongs.
  private func slot(of pair: UInt64) -> Int {
    let mask = places.count - 1
    var slot = firstSlot(of: pair)
    while places[slot].pair != pair, places[slot].pair != Self.free { slot = (slot + 1) & mask }
    return slot
  }

  /// Where the search for a pair begins.
  private func firstSlot(of pair: UInt64) -> Int {
    Int(truncatingIfNeeded: WordHash.mixed(pair, WordHash.key)) & (places.count - 1)
  }
}
