import Tensors

extension Tape {
  /// The share that each element has in its row: `y[r, i] = x[r, i] / s_r` with `s_r = sum_j x[r, j]`;
  /// `xBar[r, i] = (yBar[r, i] - sum_j yBar[r, j] y[r, j]) / s_r`.
  ///
  /// A row whose sum is not above 0 gives zeros, and has no slope. Shapes: `x`, `y [rows, n]`. O(elements)
  /// both ways. Keeps `y` and the sums.
  public mutating func rowShares(_ x: Variable) -> Variable {
    let workers = workers
    var y = uninitialized(self[x].shape)
    var sums = uninitialized([self[x].rows])
    y.assignRowShares(of: self[x], sums: &sums, on: workers)
    let (kept, totals) = (y, sums)
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) {
        $0.addRowDistributionAdjoint(y: kept, yBar: yBar, sums: totals, on: workers)
      }
    }
  }
}
