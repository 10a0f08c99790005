import Tensors

extension Tape {
  /// Each query's dot products with every row of a table: `y = query transpose(table) + bias`.
  ///
  ///     queryBar = yBar table,  tableBar = transpose(yBar) query,  biasBar = sum_r yBar[r]
  ///
  /// Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`, `y [rows, n]`. 6 rows n k operations both ways.
  /// Keeps `query` and `table`.
  ///
  /// - Precondition: the shapes fit.
  public mutating func dots(
    of query: Variable, with table: Variable, bias: Variable? = nil
  ) -> Variable {
    let workers = workers
    let (q, t) = (self[query], self[table])
    var y = uninitialized([q.rows, t.rows])
    if let bias {
      y.multiply(.plain(q), .transposed(t), addingBias: self[bias], on: workers)
    } else {
      y.multiply(.plain(q), .transposed(t), on: workers)
    }
    return record(y, from: [query, table] + (bias.map { [$0] } ?? [])) { yBar, adjoints in
      adjoints.update(query) { qBar, accumulate in
        qBar.multiply(.plain(yBar), .plain(t), accumulate: accumulate, on: workers)
      }
      adjoints.update(table) { tBar, accumulate in
        tBar.multiply(.transposed(yBar), .plain(q), accumulate: accumulate, on: workers)
      }
      if let bias { adjoints.add(to: bias) { $0.addColumnSums(of: yBar, on: workers) } }
    }
  }
}
