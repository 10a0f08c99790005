import Tensors

extension Tape {
  /// Chosen columns of each row: `y[r, j] = x[r, candidates[r c + j]]`;
  /// `xBar[r, i] = sum over candidates[r c + j] = i of yBar[r, j]`.
  ///
  /// Shapes: `x [rows, n]`, `rows c` candidates, those of the first row first, `y [rows, c]`; `c = 0`
  /// where there are no rows. A row may name a column several times. O(elements of `y`, and of `x` in
  /// the adjoint). Keeps the candidates.
  ///
  /// - Precondition: as many candidates for each row, each in `0 ..< n`.
  public mutating func columns(_ candidates: [Int32], of x: Variable) -> Variable {
    let workers = workers
    let rows = self[x].rows
    precondition(
      rows > 0 ? candidates.count.isMultiple(of: rows) : candidates.isEmpty,
      "\(candidates.count) candidates for the rows of \(self[x].shape)")
    var y = uninitialized([rows, rows > 0 ? candidates.count / rows : 0])
    y.assignColumns(candidates, of: self[x], on: workers)
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { $0.addColumns(at: candidates, from: yBar, on: workers) }
    }
  }
}
