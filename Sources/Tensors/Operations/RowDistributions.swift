extension Tensor {
  /// `self[r, i] = exp(x[r, i]) / sum_j exp(x[r, j])`, finite for every finite `x`.
  ///
  /// Shapes: `x`, `self [rows, n]`. O(elements).
  package mutating func assignRowSoftmax(of x: Tensor, on workers: Workers) {
    requireSameShape(as: x)
    let (n, kernels) = (columns, S.kernels)
    guard n > 0 else { return }
    let y = mutablePointer()
    workers.forEachRange(of: rows, size: 8) { range in
      for row in range {
        let start = y + row * n
        // The derivative of a cross-entropy is the softmax but at its target.
        let loss = kernels.softmaxCrossEntropy(n, 0, 1, x.storage.elements + row * n, start)
        start[0] = S(exponential(-loss))
      }
    }
  }

  /// `self[r, i] = x[r, i] / sum_j x[r, j]`; zeros where a row's sum is not above 0. `sums [rows]` is left
  /// with the sums.
  ///
  /// Shapes: `x`, `self [rows, n]`. O(elements).
  package mutating func assignRowShares(
    of x: Tensor, sums: inout Tensor, on workers: Workers
  ) {
    requireSameShape(as: x)
    sums.requireSameShape(as: Tensor(zeros: [rows]))
    let (n, kernels) = (columns, S.kernels)
    guard n > 0 else { return sums.fill(0) }
    let ones = Tensor(repeating: 1, shape: [n])
    let (y, totals) = (mutablePointer(), sums.mutablePointer())
    workers.forEachRange(of: rows, size: 8) { range in
      for row in range {
        let start = x.storage.elements + row * n
        kernels.multiplyRowsByVector(1, n, start, n, ones.storage.elements, totals + row, false)
        let factor: S = totals[row] > 0 ? 1 / totals[row] : 0
        kernels.scale(n, factor, start, y + row * n, false)
      }
    }
  }

  /// What both have as adjoint: `self[r, i] += factor[r, i] (yBar[r, i] - sum_j yBar[r, j] y[r, j])`, with
  /// `factor` the softmax itself, or `1 / sum` in all of a row.
  ///
  /// Shapes: all `[rows, n]` but `sums [rows]`. O(elements).
  package mutating func addRowDistributionAdjoint(
    y: Tensor, yBar: Tensor, sums: Tensor? = nil, on workers: Workers
  ) {
    requireSameShape(as: y)
    requireSameShape(as: yBar)
    let (n, kernels) = (columns, S.kernels)
    guard n > 0 else { return }
    let xBar = mutablePointer()
    workers.forEachRange(of: rows, size: 8) { range in
      withUnsafeTemporaryAllocation(of: S.self, capacity: n + 1) { scratch in
        let scratch = scratch.baseAddress!
        for row in range {
          let (y, yBar) = (y.storage.elements + row * n, yBar.storage.elements + row * n)
          let mean = scratch + n
          kernels.multiplyRowsByVector(1, n, yBar, n, y, mean, false)
          kernels.fill(n, -mean.pointee, scratch)
          kernels.scale(n, 1, yBar, scratch, true)
          if let sums {
            let sum = sums[row]
            kernels.scale(n, sum > 0 ? 1 / sum : 0, scratch, xBar + row * n, true)
          } else {
            kernels.product(n, y, scratch, xBar + row * n, true)
          }
        }
      }
    }
  }
}
