/// A hash of words, keyed by the process, so that no file can be written to make ids collide; nothing that is
/// numbered or written depends on it.
///
/// A 64 x 64 bit product whose halves are folded, as in wyhash: fast, and not cryptographic.
package enum WordHash {
  package static let key = UInt64.random(in: 0...UInt64.max)

  package static func mixed(_ word: UInt64, _ hash: UInt64) -> UInt64 {
    let product = (word ^ hash).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
