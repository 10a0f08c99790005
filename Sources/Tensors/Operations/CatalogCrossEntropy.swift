/// The derivatives of a catalogue's cross-entropy for those of its factors that need them.
package struct CatalogDerivatives<S: Scalar>: Sendable {
  package private(set) var query: Tensor<S>?
  package private(set) var table: Tensor<S>?
  package private(set) var bias: Tensor<S>?

  /// Memory for what is wanted, of the factors' shapes.
  package init(query: Tensor<S>?, table: Tensor<S>?, bias: Tensor<S>?) {
    (self.query, self.table, self.bias) = (query, table, bias)
  }

  /// The mean over rows of `log sum_i exp(z[r, i]) - z[r, targets[r]]`, `z = query transpose(table) + bias`;
  /// the derivatives are left here.
  ///
  /// Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`. At most 2^20 elements of `z` are there at once, or 12 rows.
  /// 6 rows n k operations.
  ///
  /// - Precondition: the shapes fit; as many targets as rows, each in `0 ..< n`.
  package mutating func assignCrossEntropy(
    of query: Tensor<S>, with table: Tensor<S>, bias: Tensor<S>?, targets: [Int32],
    on workers: Workers
  ) -> Double {
    let (rows, n, k) = (query.rows, table.rows, table.columns)
    precondition(
      query.columns == k && targets.count == rows,
      "\(targets.count) targets for queries of \(query.shape) and a table of \(table.shape)")
    let pool = self.query?.storage.pool ?? self.table?.storage.pool
    let (scale, chunk) = (1 / Double(max(rows, 1)), Self.rowsAtOnce(n))
    self.table?.fill(0)
    self.bias?.fill(0)
    var loss = 0.0
    for first in stride(from: 0, to: rows, by: chunk) {
      let count = min(chunk, rows - first)
      var part = Tensor<S>(uninitialized: [count, k], in: pool)
      part.assignRows(from: first, of: query)
      var z = Tensor<S>(uninitialized: [count, n], in: pool)
      if let bias {
        z.multiply(.plain(part), .transposed(table), addingBias: bias, on: workers)
      } else {
        z.multiply(.plain(part), .transposed(table), on: workers)
      }
      loss += z.becomeSoftmaxDerivative(
        targets: targets, from: first, scale: scale, on: workers)
      self.table?.multiply(.transposed(z), .plain(part), accumulate: true, on: workers)
      self.bias?.addColumnSums(of: z, on: workers)
      if self.query != nil {
        part.multiply(.plain(z), .plain(table), on: workers)
        self.query?.replaceRows(from: first, with: part)
      }
    }
    return loss * scale
  }

  /// By shape alone; full panels of a product's rows, and full tiles where the catalogue is not huge.
  private static func rowsAtOnce(_ n: Int) -> Int {
    let rows = (1 << 20) / max(n, 1)
    return rows >= 192 ? min(rows / 192 * 192, 1152) : max(rows / 12 * 12, 12)
  }
}

extension Tensor {
  /// `self = x[first ..< first + rows]`.
  fileprivate mutating func assignRows(from first: Int, of x: Tensor) {
    mutablePointer().update(from: x.storage.elements + first * columns, count: count)
  }

  /// `self[first ..< first + x.rows] = x`.
  fileprivate mutating func replaceRows(from first: Int, with x: Tensor) {
    (mutablePointer() + first * columns).update(from: x.storage.elements, count: x.count)
  }
}
