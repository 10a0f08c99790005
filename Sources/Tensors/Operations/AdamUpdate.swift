extension Tensor {
  /// One Adam step for one parameter:
  ///
  ///     g = gradient + decay p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
  ///     p -= stepSize m / (sqrt(v) inverseRootCorrection + epsilon)
  package mutating func stepAdam(
    _ step: AdamStep, gradient: Tensor, mean: inout Tensor, square: inout Tensor,
    on workers: Workers
  ) {
    requireSameShape(as: gradient)
    requireSameShape(as: mean)
    requireSameShape(as: square)
    let kernels = S.kernels
    let (p, m, v) = (mutablePointer(), mean.mutablePointer(), square.mutablePointer())
    workers.forEachRange(of: count, size: 32_768) { range in
      let first = range.lowerBound
      kernels.adam(
        range.count, step, gradient.storage.elements + first, p + first, m + first, v + first)
    }
  }
}
