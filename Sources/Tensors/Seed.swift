/// A point in a tree of random streams: the same seed and the same names give the same numbers,
/// whatever else is drawn and on however many threads.
///
/// ```swift
/// let seed = Seed(42)
/// let mask = seed.child("dropout").child(step)
/// var generator = seed.child("shuffle", epoch).generator()
/// ```
///
/// Children are derived by hashing (FNV-1a over the name, SplitMix64's finaliser over the state), so
/// splitting is O(length of the name) and needs no shared state.
public struct Seed: Hashable, Sendable {
  /// The 64 bits that everything drawn from this seed depends on.
  public let bits: UInt64

  /// The root of a tree of streams.
  public init(_ value: UInt64) {
    bits = SplitMix64.finalized(value &+ SplitMix64.increment)
  }

  /// The seed with those bits, as a file keeps them.
  package init(bits: UInt64) {
    self.bits = bits
  }

  /// The bits in sixteen hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The number that ``init(_:)`` makes this seed of, by which messages call it. Each seed has exactly
  /// one, the hash being a bijection; that of a child is as good as random.
  package var number: UInt64 { SplitMix64.unfinalized(bits) &- SplitMix64.increment }

  /// The stream of that name below this one.
  public func child(_ name: String) -> Seed {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Seed(bits: SplitMix64.finalized(bits ^ hash))
  }

  /// The stream with that number below this one.
  public func child(_ index: Int) -> Seed {
    Seed(
      bits: SplitMix64.finalized(
        bits &+ (UInt64(bitPattern: Int64(index)) &+ 1) &* SplitMix64.increment))
  }

  /// `child(name).child(index)`.
  public func child(_ name: String, _ index: Int) -> Seed {
    child(name).child(index)
  }

  /// A generator of its own stream below this one; two of them give the same numbers.
  public func generator() -> SplitMix64 {
    SplitMix64(state: child("generator").bits)
  }

  /// The hash that decides whether element `index` survives dropout; `CKernels` computes the same
  /// bits sixteen at a time (`sr_hash`).
  package func hash(_ index: UInt32) -> UInt32 {
    var x = index &* 0x9E37_79B9 &+ UInt32(truncatingIfNeeded: bits)
    x ^= x >> 16
    x = x &* 0x7FEB_352D
    x ^= x >> 15
    x = x &+ UInt32(truncatingIfNeeded: bits >> 32)
    x = x &* 0x846C_A68B
    return x ^ (x >> 16)
  }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014):
/// a 64-bit counter with a finaliser. Small, fast, and the same on every platform.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private var state: UInt64

  package init(state: UInt64) {
    self.state = state
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.finalized(state)
  }

  /// A number in `[0, 1)` with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A normal number of mean 0 and variance 1, by Marsaglia's polar method ("A Convenient Method for
  /// Generating Normal Variables", SIAM Review 1964) with our own logarithm: the same bits on every
  /// platform. Takes two or more numbers from the stream.
  public mutating func normal() -> Double {
    while true {
      let (u, v) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = u * u + v * v
      if square > 0, square < 1 { return u * (-2 * logarithm(square) / square).squareRoot() }
    }
  }

  /// An index in `0 ..< bound`. Uniform up to `bound` / 2^64, and, unlike `Int.random(in:using:)`,
  /// laid down for good.
  public mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Puts the elements in a random order (Fisher and Yates), laid down for good: `shuffle(using:)` may
  /// change with the compiler.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for position in elements.indices.dropLast() {
      elements.swapAt(position, position + index(below: elements.count - position))
    }
  }

  static func finalized(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// What ``finalized(_:)`` makes `value` of: its steps undone, the last one first. The factors are the
  /// inverses modulo 2^64.
  static func unfinalized(_ value: UInt64) -> UInt64 {
    var z = value ^ (value >> 31) ^ (value >> 62)
    z = z &* 0x3196_42B2_D24D_8EC3
    z = (z ^ (z >> 27) ^ (z >> 54)) &* 0x96DE_1B17_3F11_9089
    return z ^ (z >> 30) ^ (z >> 60)
  }
}
