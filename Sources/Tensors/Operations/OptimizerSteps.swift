extension Tensor {
  /// One Adam step for one parameter:
  ///
  ///     g = gradient + decay p;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
  ///     p -= stepSize m / (sqrt(v) inverseRootCorrection + epsilon)
  ///
  /// A gradient that is a product is multiplied out a piece at a time, while the piece is in the cache.
  package mutating func stepAdam(
    _ step: AdamStep, gradient: DeferredTensor<S>, mean: inout Tensor, square: inout Tensor,
    in pool: StoragePool? = nil, on workers: Workers
  ) {
    precondition(shape == gradient.shape, "shapes \(shape) and \(gradient.shape)")
    requireSameShape(as: mean)
    requireSameShape(as: square)
    let kernels = S.kernels
    let (p, m, v) = (mutablePointer(), mean.mutablePointer(), square.mutablePointer())
    gradient.forEachRun(in: pool, on: workers) { range, elements in
      let first = range.lowerBound
      kernels.adam(range.count, step, elements, p + first, m + first, v + first)
    }
  }
  /// One step of Adagrad for one parameter:
  ///
  ///     g = gradient + decay p;  sum += g^2
  ///     velocity = momentum velocity - rate g / sqrt(sum + epsilon);  p += velocity
  ///
  /// An element whose gradient is 0 is left alone. A gradient that is a product is multiplied out as Adam's.
  package mutating func stepAdagrad(
    _ step: AdagradStep, gradient: DeferredTensor<S>, velocity: inout Tensor, sum: inout Tensor,
    in pool: StoragePool? = nil, on workers: Workers
  ) {
    precondition(shape == gradient.shape, "shapes \(shape) and \(gradient.shape)")
    requireSameShape(as: velocity)
    requireSameShape(as: sum)
    let kernels = S.kernels
    let (p, v, s) = (mutablePointer(), velocity.mutablePointer(), sum.mutablePointer())
    gradient.forEachRun(in: pool, on: workers) { range, elements in
      let first = range.lowerBound
      kernels.adagrad(range.count, step, elements, p + first, v + first, s + first)
    }
  }
}
