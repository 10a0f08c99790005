import Tensors

extension Tape {
  /// Rows of a table: `y[r] = table[indices[r]]`; `tableBar[i] = sum over indices[r] = i of yBar[r]`.
  ///
  /// Shapes: `table [n, k]`, `y [indices.count, k]`. O(elements of y, and n in the adjoint). Keeps the
  /// indices.
  ///
  /// - Precondition: every index is in `0 ..< n`.
  public mutating func rows(_ indices: [Int32], of table: Variable) -> Variable {
    let workers = workers
    var y = uninitialized([indices.count, self[table].columns])
    y.assignRows(indices, of: self[table], on: workers)
    return record(y, from: [table]) { yBar, adjoints in
      adjoints.add(to: table) { $0.addRows(at: indices, from: yBar, on: workers) }
    }
  }
}
