import Tensors

extension Tape {
  /// Inverted dropout: `y = x mask / (1 - rate)`; `xBar = yBar mask / (1 - rate)`. O(elements).
  ///
  /// The mask is a function of the tape's seed, computed again in the adjoint instead of kept. On a
  /// tape without a seed, and for a rate of 0, the result is `x` itself.
  ///
  /// - Precondition: `0 <= rate < 1`.
  public mutating func dropout(_ x: Variable, rate: Double) -> Variable {
    let dropout = nextDropout(rate: rate)
    guard dropout.rate > 0 else { return x }
    let workers = workers
    var y = uninitialized(self[x].shape)
    y.assignDropout(of: self[x], dropout, on: workers)
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.update(x) { xBar, accumulate in
        xBar.assignDropout(of: yBar, dropout, accumulate: accumulate, on: workers)
      }
    }
  }
}
