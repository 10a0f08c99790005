extension Tensor {
  /// Decodes `e`, compares with sparse rows, and leaves the derivative of the loss for the
  /// pre-activations in `self`.
  ///
  ///     u = e W + b,  y = dropped(activation(u)),
  ///     loss = sum (y - x)^2 / (rows n),  self = d loss / d u
  ///
  /// Shapes: `e [rows, k]`, `W [k, n]`, `b [n]`, `x [rows, n]`, `self [rows, n]`. A tile of columns is
  /// multiplied, activated and compared while it is in the cache. 2 rows n k operations.
  ///
  /// - Returns: the mean squared error over all `rows n` entries.
  @specialized(where S == Float)
  package mutating func assignReconstruction(
    of x: SparseMatrix<S>, from e: Tensor, weight: Tensor, bias: Tensor, activation: Activation,
    dropout: DropoutMask, on workers: Workers
  ) -> Double {
    let (rows, n) = (e.rows, weight.columns)
    precondition(
      e.columns == weight.rows && bias.count == n && x.rows == rows && x.columns == n
        && self.rows == rows && columns == n,
      """
      decoding \(e.shape) with \(weight.shape) and \(bias.shape) into \(shape) does not \
      reconstruct [\(x.rows), \(x.columns)]
      """)
    guard rows > 0, n > 0 else { return 0 }
    // The kernels add nothing where there is nothing to add, and write nothing either.
    if weight.rows == 0 { fill(0) }
    let packed = PackedLeft(.plain(e), in: storage.pool, on: workers)
    let rowDropouts = (0..<rows).map(dropout.row)
    let scale = S(1) / S(rows * n)
    let kernels = S.kernels
    let z = mutablePointer()
    let tileColumns = MatrixTile.columnsPerTile
    let tiles = (n + tileColumns - 1) / tileColumns
    var losses = Tensor<Double>(uninitialized: [tiles])
    let tileLosses = losses.mutablePointer()
    x.withEntries { starts, indices, values in
      workers.forEachRange(of: n, size: tileColumns) { range in
        let first = range.lowerBound
        packed.multiply(
          rows: 0..<rows, by: weight.storage.elements + first, bRow: n, bColumn: 1,
          columns: range.count, into: z + first, cRow: n)
        withUnsafeTemporaryAllocation(of: S.self, capacity: range.count) { target in
          let target = target.baseAddress!
          kernels.fill(range.count, 0, target)
          var loss = 0.0
          for row in 0..<rows {
            let entries = indices.partition(starts[row]..<starts[row + 1], from: range)
            for entry in entries { target[Int(indices[entry]) - first] = values[entry] }
            loss += kernels.reconstructRow(
              range.count, activation, rowDropouts[row], first, scale,
              bias.storage.elements + first, target, z + row * n + first)
            for entry in entries { target[Int(indices[entry]) - first] = 0 }
          }
          tileLosses[first / tileColumns] = loss
        }
      }
    }
    return losses.elements.reduce(0, +) / Double(rows * n)
  }
}

extension UnsafePointer<Int32> {
  /// The part of `positions` whose values, which ascend, lie in `range`. O(log positions).
  func partition(_ positions: Range<Int>, from range: Range<Int>) -> Range<Int> {
    func firstNotBelow(_ bound: Int) -> Int {
      var (low, high) = (positions.lowerBound, positions.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if Int(self[middle]) < bound { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return firstNotBelow(range.lowerBound)..<firstNotBelow(range.upperBound)
  }
}
