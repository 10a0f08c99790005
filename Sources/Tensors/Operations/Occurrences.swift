/// Where each of `n` ids stands in a list: `positions[starts[id] ..< starts[id + 1]]`, ascending.
///
/// It lets a scatter be shared without conflict, since all that is added to one row stands together.
struct Occurrences {
  let starts: [Int]
  let positions: [Int32]

  /// Sorts by counting. O(ids + n).
  ///
  /// - Precondition: every id is in `0 ..< n`, and there are less than 2^31 of them.
  init(of ids: [Int32], in n: Int) {
    precondition(ids.count <= Int32.max, "\(ids.count) ids")
    requireIndices(ids, below: n)
    var starts = [Int](repeating: 0, count: n + 1)
    for id in ids { starts[Int(id) + 1] += 1 }
    for id in 0..<n { starts[id + 1] += starts[id] }
    positions = [Int32](unsafeUninitializedCapacity: ids.count) { positions, count in
      var next = starts
      for (position, id) in ids.enumerated() {
        positions[next[Int(id)]] = Int32(position)
        next[Int(id)] += 1
      }
      count = ids.count
    }
    self.starts = starts
  }
}
