import Tensors

extension Tape {
  /// Adds a scalar whose derivatives were computed along with it: `xBar += lossBar derivative`.
  mutating func record(
    loss: Double, derivatives: [(variable: Variable, derivative: Tensor<S>)]
  ) -> Variable {
    let workers = workers
    return record(
      Tensor(repeating: S(loss), shape: [], in: pool), from: derivatives.map(\.variable)
    ) {
      lossBar, adjoints in
      let factor = lossBar.scalar
      for (variable, derivative) in derivatives {
        adjoints.give(derivative, to: variable, times: factor, on: workers)
      }
    }
  }
}
