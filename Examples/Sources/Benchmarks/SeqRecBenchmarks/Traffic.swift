package import Foundation
package import SeqRec

/// Made-up events without end: users are equally likely, items the likelier the lower their number is, with
/// a density of `1 / (2 sqrt(n i))`. A function of sizes and seed alone.
package struct Traffic: IteratorProtocol, Sequence {
  private let users, items: Int
  private var generator: SplitMix64
  private var time = 0.0

  /// Events of so many users and items.
  package init(users: Int, items: Int, seed: Seed = Seed(1)) {
    self.users = users
    self.items = items
    generator = seed.generator()
  }

  /// The next event, a second after the one before.
  package mutating func next() -> Interaction? {
    let likeliness = generator.uniform()
    time += 1
    return Interaction(
      user: generator.index(below: users), item: Int(Double(items) * likeliness * likeliness),
      timestamp: time)
  }

  /// The first events as a log, which numbers users and items by first appearance.
  package func log(of count: Int) -> InteractionLog {
    InteractionLog(
      prefix(count).lazy.map { (user: "\($0.user)", item: "\($0.item)", timestamp: $0.timestamp) })
  }
}

extension Traffic {
  /// The bytes of a row of ``write(_:to:)``.
  package static let bytesPerRow = 29

  /// Writes the first events as CSV without a header, each a row of `u0000017,i0000042,0000000001`.
  package func write(_ count: Int, to file: URL) throws {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    let rowsPerWrite = 100_000
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rowsPerWrite * Self.bytesPerRow)
    for (row, event) in prefix(count).enumerated() {
      bytes.append(UInt8(ascii: "u"))
      bytes.append(event.user, digits: 7)
      bytes += [UInt8(ascii: ","), UInt8(ascii: "i")]
      bytes.append(event.item, digits: 7)
      bytes.append(UInt8(ascii: ","))
      bytes.append(Int(event.timestamp), digits: 10)
      bytes.append(UInt8(ascii: "\n"))
      guard (row + 1) % rowsPerWrite == 0 || row + 1 == count else { continue }
      try handle.write(contentsOf: bytes)
      bytes.removeAll(keepingCapacity: true)
    }
  }
}

extension [UInt8] {
  /// A number in so many decimal digits.
  fileprivate mutating func append(_ number: Int, digits: Int) {
    var unit = (1..<digits).reduce(1) { unit, _ in unit * 10 }
    while unit > 0 {
      append(UInt8(ascii: "0") + UInt8(number / unit % 10))
      unit /= 10
    }
  }
}
