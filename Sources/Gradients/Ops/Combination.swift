import Tensors

extension Tape {
  /// A linear combination: `y = sum_i factor_i x_i`; `xBar_i = factor_i yBar`.
  ///
  /// All terms have one shape, the result's. O(terms times elements). A variable may occur more than once.
  ///
  /// - Precondition: at least one term, and no two shapes.
  public mutating func combination(
    _ terms: [(variable: Variable, factor: Double)]
  ) -> Variable {
    precondition(!terms.isEmpty, "a combination of nothing has no shape")
    let workers = workers
    var y = uninitialized(self[terms[0].variable].shape)
    y.assignCombination(of: terms.map { (self[$0.variable], S($0.factor)) }, on: workers)
    return record(y, from: terms.map(\.variable)) { yBar, adjoints in
      for (variable, factor) in terms {
        adjoints.give(yBar, to: variable, times: S(factor), on: workers)
      }
    }
  }

  /// `a + b`, of one shape.
  public mutating func sum(_ a: Variable, _ b: Variable) -> Variable {
    combination([(a, 1), (b, 1)])
  }
}
