/// The rows of a column that hold each key, in order.
struct RowsByKey {
  private var starts: [Int]
  private var rows: [Int32]

  init(_ column: [Int32], keys: Int) {
    starts = [Int](repeating: 0, count: keys + 1)
    for key in column { starts[Int(key) + 1] += 1 }
    for key in 0..<keys { starts[key + 1] += starts[key] }
    rows = [Int32](repeating: 0, count: column.count)
    var next = starts
    for (row, key) in column.enumerated() {
      rows[next[Int(key)]] = Int32(row)
      next[Int(key)] += 1
    }
  }

  var counts: [Int] { zip(starts, starts.dropFirst()).map { $1 - $0 } }

  subscript(key: Int) -> ArraySlice<Int32> { rows[starts[key]..<starts[key + 1]] }
}
