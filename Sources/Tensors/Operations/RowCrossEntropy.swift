extension Tensor {
  /// The sum over rows of `sum_j x[r, j] (log sum_i exp(z[r, i]) - z[r, j])`; `scale` times its derivative
  /// for `z` is left in `self`. Nothing is summed to 0.
  ///
  ///     self[r, i] = scale (n_r softmax(z[r])_i - x[r, i]),  n_r = sum_j x[r, j]
  ///
  /// Shapes: all `[rows, n]`. O(rows n).
  package mutating func assignRowCrossEntropy(
    of z: Tensor, against x: SparseMatrix<S>, scale: Double, on workers: Workers
  ) -> Double {
    requireSameShape(as: z)
    let (n, kernels) = (columns, S.kernels)
    precondition(
      x.rows == rows && x.columns == n,
      "\(z.shape) cannot be compared with [\(x.rows), \(x.columns)]")
    let derivatives = mutablePointer()
    return x.withEntries { starts, indices, values in
      workers.sum(over: rows, size: 8) { range in
        var sum = 0.0
        for row in range {
          let (z, derivative) = (z.storage.elements + row * n, derivatives + row * n)
          let entries = starts[row]..<starts[row + 1]
          guard let first = entries.first else {
            kernels.fill(n, 0, derivative)
            continue
          }
          // One target's cross-entropy says what the softmax is; the others differ from it by logits.
          let target = Int(indices[first])
          let factor = scale * entries.reduce(0) { $0 + Double(values[$1]) }
          let loss = kernels.softmaxCrossEntropy(n, target, S(factor), z, derivative)
          derivative[target] = S(factor * exponential(-loss))
          for entry in entries {
            let item = Int(indices[entry])
            sum += Double(values[entry]) * (loss + Double(z[target]) - Double(z[item]))
            derivative[item] -= S(scale) * values[entry]
          }
        }
        return sum
      }
    }
  }
}
