import Tensors

extension Tape {
  /// The rectifier: `y = max(x, 0)`; `xBar = yBar where y > 0`. O(elements).
  ///
  /// Keeps `y`. The derivative at 0 is taken as 0; NaN passes through.
  public mutating func relu(_ x: Variable) -> Variable {
    let workers = workers
    var y = uninitialized(self[x].shape)
    y.assignRelu(of: self[x], on: workers)
    let kept = y
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { $0.addReluAdjoint(y: kept, yBar: yBar, on: workers) }
    }
  }
}
