extension Tensor {
  /// The mean of `(x - target)^2` over all entries, zeros of the target included; its derivative for `x`
  /// is left in `self`. The mean of nothing is 0.
  ///
  /// Shapes: all `[rows, n]`. O(rows n).
  package mutating func assignSquaredError(
    of x: Tensor, against target: SparseMatrix<S>, on workers: Workers
  ) -> Double {
    requireSameShape(as: x)
    let (rows, n, kernels) = (x.rows, x.columns, S.kernels)
    precondition(
      target.rows == rows && target.columns == n,
      "\(x.shape) cannot be compared with [\(target.rows), \(target.columns)]")
    guard rows > 0, n > 0 else { return 0 }
    assign(x, on: workers)
    let scale = 1 / (Double(rows) * Double(n))
    // Squares are added in single precision within a block.
    let block = min(n, 1024)
    let noBias = Tensor(zeros: [block], in: storage.pool)
    let z = mutablePointer()
    let sum = target.withEntries { starts, indices, values in
      workers.sum(over: rows, size: max(1, 16_384 / n)) { range in
        withUnsafeTemporaryAllocation(of: S.self, capacity: block) { dense in
          let dense = dense.baseAddress!
          kernels.fill(block, 0, dense)
          var sum = 0.0
          for row in range {
            for first in stride(from: 0, to: n, by: block) {
              let columns = first..<min(n, first + block)
              let entries = indices.partition(starts[row]..<starts[row + 1], from: columns)
              for entry in entries { dense[Int(indices[entry]) - first] = values[entry] }
              sum += kernels.reconstructRow(
                columns.count, .identity, DropoutMask.none.row(0), first, S(scale),
                noBias.storage.elements, dense, z + row * n + first)
              for entry in entries { dense[Int(indices[entry]) - first] = 0 }
            }
          }
          return sum
        }
      }
    }
    return scale * sum
  }
}
