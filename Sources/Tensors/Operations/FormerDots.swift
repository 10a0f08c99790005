extension Tensor {
  /// Each query's dot products with every row of a table as it was for that query: where an entry `e` names a
  /// place `i` and rows `r`, `self[r, i] = query[r] . former[e] + bias[i]`, with the bits that a table with that
  /// row gives; all else is `query transpose(table) + bias`.
  ///
  /// Shapes: `query [rows, k]`, `table [n, k]`, `former [m, k]` whose first rows are those of the entries,
  /// `bias [n]`, `self [rows, n]`. 2 rows (n + m) k operations.
  @specialized(where S == Float)
  package mutating func assignDots(
    of query: Tensor, with table: Tensor, formerly former: Tensor,
    _ entries: [(place: Int, questions: Range<Int>)], bias: Tensor?, on workers: Workers
  ) {
    precondition(entries.count <= former.rows, "\(entries.count) places for \(former.shape)")
    let pool = storage.pool
    let bias = bias ?? Tensor(zeros: [table.rows], in: pool)
    multiply(.plain(query), .transposed(table), addingBias: bias, on: workers)
    var formerBias = Tensor(zeros: [former.rows], in: pool)
    for (entry, (place, _)) in entries.enumerated() { formerBias[entry] = bias[place] }
    var dots = Tensor(uninitialized: [query.rows, former.rows], in: pool)
    dots.multiply(.plain(query), .transposed(former), addingBias: formerBias, on: workers)
    let (y, width) = (mutablePointer(), columns)
    for (entry, (place, questions)) in entries.enumerated() {
      for row in questions {
        y[row * width + place] = dots.storage.elements[row * former.rows + entry]
      }
    }
  }
}
