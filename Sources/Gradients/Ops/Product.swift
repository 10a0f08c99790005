import Tensors

extension Tape {
  /// The product, element by element: `y = a b`; `aBar = yBar b`, `bBar = yBar a`. O(elements).
  ///
  /// Keeps `a` and `b`, which may be the same.
  ///
  /// - Precondition: equal shapes.
  public mutating func product(_ a: Variable, _ b: Variable) -> Variable {
    let workers = workers
    let (aValue, bValue) = (self[a], self[b])
    var y = uninitialized(aValue.shape)
    y.assignProduct(of: aValue, and: bValue, on: workers)
    return record(y, from: [a, b]) { yBar, adjoints in
      adjoints.update(a) { aBar, accumulate in
        aBar.assignProduct(of: yBar, and: bValue, accumulate: accumulate, on: workers)
      }
      adjoints.update(b) { bBar, accumulate in
        bBar.assignProduct(of: yBar, and: aValue, accumulate: accumulate, on: workers)
      }
    }
  }
}
