public import Tensors

extension Tape {
  /// Each query's dot product with its own target, and with candidates that it shares with the queries of its group:
  ///
  ///     y[r, 0] = query[r] . table[t_r] + bias[t_r]
  ///     y[r, 1 + j] = query[r] . table[i_j] + bias[i_j],  i = the candidates of r's group
  ///     queryBar[r] = sum_j yBar[r, j] table[...],  tableBar[...] += yBar[r, j] query[r],  biasBar[...] += yBar[r, j]
  ///
  /// What ``dots(of:with:bias:candidates:)`` gives of the candidates written out for each query, as one product of matrices
  /// a group. Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`, `y [rows, 1 + c]` with the most candidates c of a
  /// group; 0, of which nothing is differentiated, where a row has fewer. 6 rows c k operations both ways. Keeps `query`,
  /// `table` and the ids.
  ///
  /// - Precondition: the shapes fit; a target for each query; groups of rows ascend and do not overlap; all ids are in
  ///   `0 ..< n`.
  public mutating func dots(
    of query: Variable, with table: Variable, bias: Variable? = nil, targets: [Int32],
    shared: [SharedCandidates]
  ) -> Variable {
    let workers = workers
    let (q, t) = (self[query], self[table])
    let most = shared.reduce(0) { max($0, $1.items.count) }
    var y = uninitialized([q.rows, 1 + most])
    y.assignDots(
      of: q, with: t, bias: bias.map { self[$0] }, targets: targets, shared: shared, on: workers)
    return record(y, from: [query, table] + (bias.map { [$0] } ?? [])) { yBar, adjoints in
      adjoints.add(to: query) {
        $0.addSharedDotsAdjoint(
          of: t, targets: targets, shared: shared, bar: yBar, on: workers)
      }
      adjoints.add(to: table) {
        $0.addSharedDotsAdjoint(
          ofQuery: q, targets: targets, shared: shared, bar: yBar, on: workers)
      }
      if let bias {
        adjoints.add(to: bias) {
          $0.addSharedDotsAdjoint(targets: targets, shared: shared, bar: yBar, on: workers)
        }
      }
    }
  }
}
