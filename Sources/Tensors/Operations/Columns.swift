extension Tensor {
  /// How many rows are worth starting a piece for.
  private func rowsPerPiece(width: Int) -> Int { max(1, 16_384 / max(1, width)) }

  /// `self[r] = (x[r], value, ..., value)`.
  ///
  /// Shapes: `x [rows, n]`, `self [rows, m]`, `n <= m`. O(elements).
  package mutating func assignWidened(_ x: Tensor, with value: S, on workers: Workers) {
    let (width, stride) = (x.columns, columns)
    precondition(
      x.rows == rows && width <= stride, "\(x.shape) cannot be widened to \(shape)")
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: rows, size: rowsPerPiece(width: stride)) { range in
      for row in range {
        kernels.scale(width, 1, x.storage.elements + row * width, y + row * stride, false)
        kernels.fill(stride - width, value, y + row * stride + width)
      }
    }
  }

  /// `self[r, j] = x[r, j]` or `self[r, j] += x[r, j]` for the columns of `self`, the first ones of `x`.
  ///
  /// Shapes: `x [rows, m]`, `self [rows, n]`, `n <= m`. O(elements of `self`).
  package mutating func assignFirstColumns(
    of x: Tensor, accumulate: Bool, on workers: Workers
  ) {
    let (width, stride) = (columns, x.columns)
    precondition(
      x.rows == rows && width <= stride, "\(shape) is not the first columns of \(x.shape)")
    let kernels = S.kernels
    let y = mutablePointer()
    workers.forEachRange(of: rows, size: rowsPerPiece(width: width)) { range in
      for row in range {
        kernels.scale(width, 1, x.storage.elements + row * stride, y + row * width, accumulate)
      }
    }
  }

  /// `self[r, j] = x[r, indices[r c + j]]`.
  ///
  /// Shapes: `x [rows, n]`, `self [rows, c]`, `indices` as many as `self` has elements. O(elements).
  ///
  /// - Precondition: every index is in `0 ..< n`.
  package mutating func assignColumns(_ indices: [Int32], of x: Tensor, on workers: Workers) {
    x.requireColumns(indices, like: self)
    let (width, stride, kernels) = (columns, x.columns, S.kernels)
    let y = mutablePointer()
    indices.withUnsafeBufferPointer { indices in
      workers.forEachRange(of: rows, size: rowsPerPiece(width: width)) { range in
        for row in range where width > 0 {
          kernels.take(
            width, indices.baseAddress! + row * width, x.storage.elements + row * stride,
            y + row * width)
        }
      }
    }
  }

  /// `self[r, indices[r c + j]] += x[r, j]`, in the order of `j`: the adjoint of taking columns.
  ///
  /// Shapes: `x [rows, c]`, `self [rows, n]`. O(elements of `x`).
  ///
  /// - Precondition: every index is in `0 ..< n`.
  package mutating func addColumns(at indices: [Int32], from x: Tensor, on workers: Workers) {
    requireColumns(indices, like: x)
    let (width, stride, kernels) = (x.columns, columns, S.kernels)
    let y = mutablePointer()
    indices.withUnsafeBufferPointer { indices in
      workers.forEachRange(of: rows, size: rowsPerPiece(width: width)) { range in
        for row in range where width > 0 {
          kernels.put(
            width, indices.baseAddress! + row * width, x.storage.elements + row * width,
            y + row * stride)
        }
      }
    }
  }

  private func requireColumns(_ indices: [Int32], like taken: Tensor) {
    precondition(
      taken.rows == rows && indices.count == taken.count,
      "\(indices.count) columns of \(shape) are not \(taken.shape)")
    requireIndices(indices, below: columns)
  }
}
