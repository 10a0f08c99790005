import Tensors

extension Tape {
  /// The mean of what a sequence has had so far, for all sequences at once.
  ///
  ///     y[t] = (x[0] + ... + x[t]) / (t + 1),  xBar[t] = sum over u >= t of yBar[u] / (u + 1)
  ///
  /// with `t` and `u` counted from the start of their sequence. Shapes: `x`, `y [P, width]`: the rows of
  /// all sequences, one below the other; sequence `s` has the rows `starts[s] ..< starts[s + 1]`, perhaps
  /// none. O(elements) both ways. Keeps nothing but `starts`.
  ///
  /// - Precondition: `starts` ascends from 0 to `P`.
  public mutating func runningMean(_ x: Variable, starts: [Int]) -> Variable {
    let workers = workers
    var y = uninitialized(self[x].shape)
    y.assignRunningMean(of: self[x], starts: starts, on: workers)
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.update(x) { xBar, accumulate in
        xBar.assignRunningMeanAdjoint(
          yBar: yBar, starts: starts, accumulate: accumulate, on: workers)
      }
    }
  }
}
