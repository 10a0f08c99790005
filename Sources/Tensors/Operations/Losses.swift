extension Tensor {
  /// The mean over rows of `w softplus(-z[r, 0]) + sum_(j > 0) softplus(z[r, j])`; its derivative for `z` is
  /// left in `self`. Nothing is summed to 0.
  package mutating func assignBinaryCrossEntropy(
    of z: Tensor, positiveWeight w: Double, on workers: Workers
  ) -> Double {
    requireSameShape(as: z)
    let (n, scale, kernels) = (columns, 1 / Double(max(rows, 1)), S.kernels)
    let derivative = mutablePointer()
    return scale
      * workers.sum(over: rows, size: 256) { range in
        kernels.binaryCrossEntropy(
          range.count, n, S(w), S(scale), z.storage.elements + range.lowerBound * n,
          derivative + range.lowerBound * n)
      }
  }

  /// The mean over rows of the mean over `j > 0` of `softplus(z[r, j] - z[r, 0])`; its derivative for `z` is left in
  /// `self`. Here and below a `z[r, j]` of -infinity is not there. Nothing is summed to 0.
  package mutating func assignPairwiseRanking(of z: Tensor, on workers: Workers) -> Double {
    let kernels = S.kernels
    return assignDerivative(of: z, on: workers) { rows, n, scale, z, derivative in
      kernels.pairwiseRanking(rows, n, scale, z, derivative)
    }
  }

  /// The mean over rows of `sum_j w[j] (logistic(z[r, j] - z[r, 0]) + logistic(z[r, j]^2))` over `j > 0`, `w` being the
  /// softmax of these `z[r, j]` or the same for all; its derivative for `z` is left in `self`.
  package mutating func assignTOP1(
    of z: Tensor, bySoftmax: Bool, on workers: Workers
  ) -> Double {
    let kernels = S.kernels
    return assignDerivative(of: z, on: workers) { rows, n, scale, z, derivative in
      kernels.top1(rows, n, bySoftmax, scale, z, derivative)
    }
  }

  /// The mean over rows of `-log(sum_j w[j] logistic(z[r, 0] - z[r, j]) + 1e-24) + lambda sum_j w[j] z[r, j]^2` over
  /// `j > 0`, `w` being the softmax of these `z[r, j]`; its derivative for `z` is left in `self`.
  package mutating func assignBPRMax(
    of z: Tensor, regularization lambda: Double, on workers: Workers
  ) -> Double {
    let kernels = S.kernels
    return assignDerivative(of: z, on: workers) { rows, n, scale, z, derivative in
      kernels.bprMax(rows, n, S(lambda), scale, z, derivative)
    }
  }

  /// The mean over rows of what `kernel` sums, with rows, columns, the derivative's scale, `z` and where the derivative goes.
  private mutating func assignDerivative(
    of z: Tensor, on workers: Workers,
    _ kernel: (Int, Int, S, UnsafePointer<S>, UnsafeMutablePointer<S>) -> Double
  ) -> Double {
    requireSameShape(as: z)
    let (n, scale) = (columns, 1 / Double(max(rows, 1)))
    guard n > 0 else { return 0 }
    let derivative = mutablePointer()
    return scale
      * workers.sum(over: rows, size: 256) { range in
        kernel(
          range.count, n, S(scale), z.storage.elements + range.lowerBound * n,
          derivative + range.lowerBound * n)
      }
  }

  /// Logits turn into `scale` times the derivative of `log sum_j exp(z[r, j]) - z[r, targets[first + r]]`.
  ///
  /// - Returns: the sum of those over the rows.
  /// - Precondition: those targets are in `0 ..< columns`.
  package mutating func becomeSoftmaxDerivative(
    targets: [Int32], from first: Int, scale: Double, on workers: Workers
  ) -> Double {
    let z = mutablePointer()
    return Tensor.softmaxCrossEntropy(
      of: z, rows: rows, columns: columns, targets: targets, from: first, scale: scale, into: z,
      on: workers)
  }

  /// The sum over rows of `log sum_j exp(z[r, j]) - z[r, targets[r]]`; `scale` times its derivative
  /// for `z` is left in `self`.
  ///
  /// - Precondition: a target for each row, in `0 ..< columns`.
  package mutating func assignSoftmaxCrossEntropy(
    of z: Tensor, targets: [Int32], scale: Double, on workers: Workers
  ) -> Double {
    requireSameShape(as: z)
    precondition(targets.count == rows, "\(targets.count) targets for logits of \(shape)")
    return Tensor.softmaxCrossEntropy(
      of: z.storage.elements, rows: rows, columns: columns, targets: targets, from: 0,
      scale: scale, into: mutablePointer(), on: workers)
  }

  private static func softmaxCrossEntropy(
    of z: UnsafePointer<S>, rows: Int, columns n: Int, targets: [Int32], from first: Int,
    scale: Double, into derivative: UnsafeMutablePointer<S>, on workers: Workers
  ) -> Double {
    let kernels = S.kernels
    return workers.sum(over: rows, size: 8) { range in
      var loss = 0.0
      for row in range {
        let target = Int(targets[first + row])
        precondition((0..<n).contains(target), "target \(target) is not in 0 ..< \(n)")
        loss += kernels.softmaxCrossEntropy(
          n, target, S(scale), z + row * n, derivative + row * n)
      }
      return loss
    }
  }
}

extension Workers {
  /// The sum of what `body` gives for each range of `size`, in the order of the ranges.
  func sum(over count: Int, size: Int, _ body: (Range<Int>) -> Double) -> Double {
    let pieces = (count + size - 1) / size
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: pieces) { sums in
      forEachRange(of: count, size: size) { range in
        sums[range.lowerBound / size] = body(range)
      }
      return sums.reduce(0, +)
    }
  }
}
