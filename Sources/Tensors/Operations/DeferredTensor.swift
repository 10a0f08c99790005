/// A tensor, or the product of matrices that it is, not multiplied out.
///
/// What a batch of few rows says of a large weight is such a product, whose factors are smaller than it:
/// multiplied out a piece at a time, where it is used, it never goes through memory.
package enum DeferredTensor<S: Scalar>: Sendable {
  /// The elements themselves.
  case elements(Tensor<S>)
  /// `a b`: `[m, k] [k, n]`.
  case product(Factor<S>, Factor<S>)
  /// `transpose(x) y`: `x [rows, m]`, `y [rows, n]`.
  case sparseProduct(transposed: SparseMatrix<S>, Tensor<S>)

  /// `a b`; `nil` where it is deeper than one block of the kernels, or a single row, which has kernels of its own.
  package init?(_ a: Factor<S>, _ b: Factor<S>) {
    let (left, right) = (a.strides, b.strides)
    precondition(
      left.columns == right.rows,
      "[\(left.rows), \(left.columns)] times [\(right.rows), \(right.columns)] is no product")
    guard left.rows > 1, (1...KernelSet<S>.maximumDepth).contains(left.columns) else { return nil }
    self = .product(a, b)
  }

  /// Its extents.
  package var shape: Shape {
    switch self {
    case .elements(let tensor): tensor.shape
    case .product(let a, let b): [a.strides.rows, b.strides.columns]
    case .sparseProduct(let x, let y): [x.columns, y.columns]
    }
  }

  /// The tensor with all its elements.
  package func multipliedOut(in pool: StoragePool? = nil, on workers: Workers) -> Tensor<S> {
    switch self {
    case .elements(let tensor):
      return tensor
    case .product(let a, let b):
      var result = Tensor<S>(uninitialized: shape, in: pool)
      result.multiply(a, b, on: workers)
      return result
    case .sparseProduct(let x, let y):
      var result = Tensor<S>(zeros: shape, in: pool)
      result.addTransposed(x, times: y, on: workers)
      return result
    }
  }

  /// Calls `body` with every run of elements, from several threads: where it stands in row-major order, and
  /// what is there. The same bits as those of ``multipliedOut(in:on:)``.
  func forEachRun(
    in pool: StoragePool?, on workers: Workers, _ body: (Range<Int>, UnsafePointer<S>) -> Void
  ) {
    switch self {
    case .elements(let tensor):
      workers.forEachRange(of: tensor.count, size: 32_768) {
        body($0, tensor.storage.elements + $0.lowerBound)
      }
    case .product(let a, let b):
      Self.forEachRun(of: a, times: b, in: pool, on: workers, body)
    case .sparseProduct(let x, let y):
      let width = y.columns
      workers.forEachRange(of: x.columns, size: 256) { range in
        let piece = TensorStorage<S>(count: range.count * width, pool: pool)
        defer { withExtendedLifetime(piece) {} }
        S.kernels.fill(range.count * width, 0, piece.elements)
        x.addTransposed(
          columns: range, times: y.storage.elements, width: width, to: piece.elements)
        body(range.lowerBound * width..<range.upperBound * width, piece.elements)
      }
    }
  }

  private static func forEachRun(
    of a: Factor<S>, times b: Factor<S>, in pool: StoragePool?, on workers: Workers,
    _ body: (Range<Int>, UnsafePointer<S>) -> Void
  ) {
    let (right, matrix) = (b.strides, b.matrix.storage.elements)
    let (m, n, panel) = (a.strides.rows, right.columns, S.kernels.leftRows)
    let left = PackedLeft(a, in: pool, on: workers)
    let packed = PackedRight(
      matrix, depth: right.rows, columns: n, row: right.row, column: right.column, in: pool,
      on: workers)
    // Whole rows as long as they fit the cache: what lies beside them is then read in one stretch.
    let (most, piecesAcross) = (40_960, (n + 8191) / 8192)
    let width = piecesAcross == 1 ? n : 8192
    let height = max(1, most / max(1, width) / panel) * panel
    workers.forEach((m + height - 1) / height * piecesAcross) { index in
      let (row, column) = (index / piecesAcross * height, index % piecesAcross * width)
      let rows = row..<min(m, row + height)
      let columns = column..<min(n, column + width)
      let piece = TensorStorage<S>(count: rows.count * columns.count, pool: pool)
      defer { withExtendedLifetime(piece) {} }
      left.multiply(
        rows: rows, by: packed, columns: columns, into: piece.elements, cRow: columns.count,
        accumulate: false)
      if piecesAcross == 1 {
        body(row * n..<rows.upperBound * n, piece.elements)
      } else {
        for row in rows {
          body(
            row * n + column..<row * n + columns.upperBound,
            piece.elements + (row - rows.lowerBound) * columns.count)
        }
      }
    }
  }
}
