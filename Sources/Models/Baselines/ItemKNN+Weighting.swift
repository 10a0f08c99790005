import Tensors

extension ItemKNN {
  /// What a user u counts among those of an item i, before similarities are taken. Items are the
  /// documents and users the words: `idf[u] = log(n / |N(u)|)` of n items, of which u has met `|N(u)|`.
  public enum Weighting: String, CaseIterable, Sendable {
    /// 1
    case none
    /// `idf[u]`: who has met much says little.
    case tfIDF = "tf-idf"
    /// `idf[u] 2.2 / (1 + 1.2 (0.25 + 0.75 |i| / mean |i|))` with `|i|` the number of users of i: Okapi BM25
    /// with `k1 = 1.2` and `b = 0.75`.
    case bm25

    /// The entries of a binary `[users, items]`, weighed.
    func weighed(_ x: SparseMatrix<Float>) -> SparseMatrix<Float> {
      guard self != .none, x.rows > 0, x.columns > 0 else { return x }
      var userCounts = [Double](repeating: 0, count: x.columns)
      for item in x.indices { userCounts[Int(item)] += 1 }
      let mean = Double(x.indices.count) / Double(x.columns)
      let factors = userCounts.map {
        self == .bm25 ? 2.2 / (1 + 1.2 * (0.25 + 0.75 * $0 / mean)) : 1
      }
      return SparseMatrix(
        columns: x.columns,
        rows: (0..<x.rows).map { user in
          let row = x.row(user)
          let idf = logarithm(Double(x.columns) / Double(max(row.count, 1)))
          return row.map { ($0.column, Float(idf * factors[$0.column])) }
        })
    }
  }
}
