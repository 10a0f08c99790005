import Tensors

extension Tape {
  /// Adds a scalar whose derivatives were computed along with it: `xBar += lossBar derivative`.
  mutating func record(
    loss: Double, derivatives: [(variable: Variable, derivative: Tensor<S>)]
  ) -> Variable {
    let workers = workers
    return record(Tensor([S(loss)], shape: []), from: derivatives.map(\.variable)) {
      lossBar, adjoints in
      let factor = lossBar.scalar
      for (variable, derivative) in derivatives {
        adjoints.update(variable) { bar, accumulate in
          if accumulate {
            bar.add(derivative, times: factor, on: workers)
          } else if factor == 1 {
            bar = derivative
          } else {
            bar.assign(derivative, times: factor, on: workers)
          }
        }
      }
    }
  }
}
