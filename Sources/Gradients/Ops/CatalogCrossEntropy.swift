import Tensors

extension Tape {
  /// Cross-entropy of a softmax over a whole catalogue, whose scores are dot products:
  ///
  ///     z = query transpose(table) + bias
  ///     loss = 1 / rows sum_r (log sum_i exp(z[r, i]) - z[r, t_r])
  ///     zBar = (softmax(z) - onehot(t)) / rows
  ///     queryBar = zBar table,  tableBar = transpose(zBar) query,  biasBar = sum_r zBar[r]
  ///
  /// What ``dots(of:with:bias:)`` and ``softmaxCrossEntropy(_:targets:)`` give one after the other, but
  /// `z [rows, n]` is never there at once: some rows at a time, of which the derivatives are worked out while
  /// they are in the cache. Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`, `targets` one a row; the
  /// result is a scalar, 0 where there are no rows. 6 rows n k operations, all of them in this call. Keeps
  /// the derivatives.
  ///
  /// - Precondition: the shapes fit; as many targets as rows, each in `0 ..< n`.
  public mutating func softmaxCrossEntropy(
    of query: Variable, with table: Variable, bias: Variable? = nil, targets: [Int32]
  ) -> Variable {
    let (q, t, b) = (self[query], self[table], bias.map { self[$0] })
    var derivatives = CatalogDerivatives(
      query: needsAdjoint(query) ? uninitialized(q.shape) : nil,
      table: needsAdjoint(table) ? uninitialized(t.shape) : nil,
      bias: bias.flatMap { needsAdjoint($0) ? uninitialized(self[$0].shape) : nil })
    let loss = derivatives.assignCrossEntropy(
      of: q, with: t, bias: b, targets: targets, on: workers)
    let known =
      [
        (query, derivatives.query), (table, derivatives.table),
      ] + (bias.map { [($0, derivatives.bias)] } ?? [])
    return record(
      loss: loss,
      derivatives: known.compactMap { variable, derivative in derivative.map { (variable, $0) } })
  }
}
