import Tensors

extension Tape {
  /// The softmax of each row: `y[r, i] = exp(x[r, i]) / sum_j exp(x[r, j])`;
  /// `xBar[r, i] = y[r, i] (yBar[r, i] - sum_j yBar[r, j] y[r, j])`.
  ///
  /// Shapes: `x`, `y [rows, n]`. O(elements) both ways. Finite for every finite `x`. Keeps `y`.
  public mutating func rowSoftmax(_ x: Variable) -> Variable {
    let workers = workers
    var y = uninitialized(self[x].shape)
    y.assignRowSoftmax(of: self[x], on: workers)
    let kept = y
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { $0.addRowDistributionAdjoint(y: kept, yBar: yBar, on: workers) }
    }
  }
}
