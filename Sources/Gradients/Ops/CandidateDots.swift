import Tensors

extension Tape {
  /// Each query's dot products with its own candidates: `y[r, j] = query[r] . table[i] + bias[i]`,
  /// `i = candidates[r, j]`.
  ///
  ///     queryBar[r] = sum_j yBar[r, j] table[i],  tableBar[i] = sum yBar[r, j] query[r],
  ///     biasBar[i] = sum yBar[r, j]
  ///
  /// Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`, `candidates` c ids for each row, row by row,
  /// `y [rows, c]`. 6 rows c k operations both ways, never `rows n`. Keeps `query`, `table` and the
  /// candidates.
  ///
  /// - Precondition: the shapes fit, as many candidates for each row, all in `0 ..< n`.
  public mutating func dots(
    of query: Variable, with table: Variable, bias: Variable? = nil, candidates: [Int32]
  ) -> Variable {
    let workers = workers
    let (q, t) = (self[query], self[table])
    let c = q.rows == 0 ? 0 : candidates.count / q.rows
    var y = uninitialized([q.rows, c])
    y.assignDots(
      of: q, with: t, bias: bias.map { self[$0] }, candidates: candidates, on: workers)
    return record(y, from: [query, table] + (bias.map { [$0] } ?? [])) { yBar, adjoints in
      adjoints.add(to: query) {
        $0.addCandidateRows(candidates, of: t, times: yBar, on: workers)
      }
      adjoints.add(to: table) {
        $0.addRows(at: candidates, from: q, repeats: c, times: yBar, on: workers)
      }
      if let bias { adjoints.add(to: bias) { $0.addElements(at: candidates, from: yBar) } }
    }
  }
}
