import Tensors

extension Tape {
  /// A matrix with columns of a constant on its right: `y[r] = (x[r], value, ..., value)`;
  /// `xBar` is the first columns of `yBar`. O(elements).
  ///
  /// Shapes: `x [rows, n]`, `y [rows, columns]`. Without columns to add it is `x` itself.
  ///
  /// - Precondition: `columns >= n`.
  public mutating func widened(
    _ x: Variable, to columns: Int, with value: Double
  ) -> Variable {
    let workers = workers
    let xValue = self[x]
    guard columns != xValue.columns else { return x }
    var y = uninitialized([xValue.rows, columns])
    y.assignWidened(xValue, with: S(value), on: workers)
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.update(x) { xBar, accumulate in
        xBar.assignFirstColumns(of: yBar, accumulate: accumulate, on: workers)
      }
    }
  }
}
