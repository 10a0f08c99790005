/// The rows by ascending time, and among equal times as they stand: a radix sort by eleven bits at a time, the
/// lowest first, which passes over those that are the same in all. O(n).
func rowsInOrder(of timestamps: [Double]) -> [Int32] {
  let keys = timestamps.map(\.ascendingBits)
  guard let first = keys.first else { return [] }
  let differing = keys.reduce(0) { $0 | ($1 ^ first) }
  var rows = Array(0..<Int32(keys.count))
  var sorted = rows
  for shift in stride(from: UInt64(0), to: 64, by: 11) where differing >> shift & 0x7FF != 0 {
    // Where the next row with each digit belongs.
    var places = [Int](repeating: 0, count: 1 << 11)
    for key in keys { places[Int(key &>> shift & 0x7FF)] += 1 }
    var place = 0
    for digit in places.indices { (places[digit], place) = (place, place + places[digit]) }
    for row in rows {
      let digit = Int(keys[Int(row)] &>> shift & 0x7FF)
      sorted[places[digit]] = row
      places[digit] += 1
    }
    swap(&rows, &sorted)
  }
  return rows
}

extension Double {
  /// Bits that are ordered as the numbers are, and equal where those are.
  fileprivate var ascendingBits: UInt64 {
    let bits = (self + 0).bitPattern  // -0 is 0
    return sign == .minus && self != 0 ? ~bits : bits | 1 << 63
  }
}
