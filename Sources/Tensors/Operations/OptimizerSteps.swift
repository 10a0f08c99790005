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
    let kernel = S.kernels.adam
    update(with: &mean, &square, by: gradient, in: pool, on: workers) {
      kernel($0, step, $1, $2, $3, $4)
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
    let kernel = S.kernels.adagrad
    update(with: &velocity, &sum, by: gradient, in: pool, on: workers) {
      kernel($0, step, $1, $2, $3, $4)
    }
  }

  /// Lets a kernel take runs of the gradient's elements to those of the parameter and of two states beside it.
  private mutating func update(
    with first: inout Tensor, _ second: inout Tensor, by gradient: DeferredTensor<S>,
    in pool: StoragePool?, on workers: Workers,
    _ kernel: (
      Int, UnsafePointer<S>, UnsafeMutablePointer<S>, UnsafeMutablePointer<S>,
      UnsafeMutablePointer<S>
    ) -> Void
  ) {
    precondition(shape == gradient.shape, "shapes \(shape) and \(gradient.shape)")
    requireSameShape(as: first)
    requireSameShape(as: second)
    let (p, a, b) = (mutablePointer(), first.mutablePointer(), second.mutablePointer())
    gradient.forEachRun(in: pool, on: workers) { range, elements in
      let start = range.lowerBound
      kernel(range.count, elements, p + start, a + start, b + start)
    }
  }
}
