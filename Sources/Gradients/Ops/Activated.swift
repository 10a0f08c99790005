public import Tensors

extension Tape {
  /// An activation of every element: `y = activation(x)`; `xBar = yBar slope`. O(elements).
  ///
  ///     identity:  y = x                     slope = 1
  ///     relu:      y = max(x, 0)             slope = 1 where y > 0, else 0
  ///     sigmoid:   y = 1 / (1 + exp(-x))     slope = y (1 - y)
  ///
  /// Keeps `y`. NaN passes through. The identity is `x` itself.
  public mutating func activate(_ x: Variable, _ activation: Activation) -> Variable {
    guard activation != .identity else { return x }
    let workers = workers
    var y = uninitialized(self[x].shape)
    y.assignActivated(self[x], activation, on: workers)
    let kept = y
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { $0.addActivationAdjoint(activation, y: kept, yBar: yBar, on: workers) }
    }
  }

  /// The rectifier: `y = max(x, 0)`; `xBar = yBar where y > 0`. See ``activate(_:_:)``.
  public mutating func relu(_ x: Variable) -> Variable { activate(x, .relu) }
}
