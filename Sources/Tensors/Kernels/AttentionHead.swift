/// One head of causal attention over one sequence: `length` rows of `width` columns, each `row`
/// elements after the last.
package struct AttentionHead: Sendable {
  package var length, width, row: Int
  /// What a product of query and key is multiplied with.
  package var scale: Double
  /// Of the weights: child `i` of its seed decides for query `i`, by the key's row.
  package var dropout: RowDropout

  package init(length: Int, width: Int, row: Int, dropout: RowDropout) {
    self.length = length
    self.width = width
    self.row = row
    self.dropout = dropout
    scale = 1 / Double(width).squareRoot()
  }

  /// What the weight of query `i` for key `j` is multiplied with.
  package func dropoutFactor(_ i: Int, _ j: Int) -> Double {
    RowDropout(seed: dropout.seed.child(i), threshold: dropout.threshold, scale: dropout.scale)
      .factor(j)
  }
}
