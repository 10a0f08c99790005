extension Tensor {
  private static var blockSize: Int { 64 }

  /// The inverse of a symmetric positive definite matrix `[n, n]`, symmetric up to rounding; nil where it
  /// is not positive definite, as far as the precision of its elements tells.
  ///
  /// Gauss-Jordan elimination in place: for one block K of rows and columns after the other, with R all
  /// others,
  ///
  ///     D = inverse of A[K, K]
  ///     A[R, R] -= A[R, K] D A[K, R],  A[K, R] = D A[K, R],  A[R, K] = -A[R, K] D,  A[K, K] = D
  ///
  /// A block is inverted in `Double`, by the same steps with one row at a time. Nothing is exchanged, as
  /// nothing needs to be: `A[K, K]` is a Schur complement, which is positive definite as well, and its
  /// pivots are the squares of what Cholesky's factor has on its diagonal. One that is not positive tells
  /// that the matrix is none to begin with.
  ///
  /// 2 n^3 operations, in products: twice those of Cholesky's method, which would need kernels for
  /// triangles. No second matrix of that size is made where this one is not used again.
  public consuming func inverseOfPositiveDefinite(on workers: Workers) -> Tensor? {
    precondition(shape.rank == 2 && rows == columns, "\(shape) is not square")
    for first in stride(from: 0, to: rows, by: Self.blockSize) {
      guard eliminate(first..<min(rows, first + Self.blockSize), on: workers) else { return nil }
    }
    return self
  }

  /// One step of the elimination; false where the block is not positive definite.
  private mutating func eliminate(_ block: Range<Int>, on workers: Workers) -> Bool {
    guard let pivot = invertedBlock(block) else { return false }
    let (n, width) = (rows, block.count)
    var (column, row) = (Tensor(zeros: [n, width]), Tensor(zeros: [width, n]))
    for r in 0..<n {
      column.assignSlice(of: self, from: r * n + block.lowerBound, to: r * width, width, times: -1)
    }
    row.assignSlice(of: self, from: block.lowerBound * n, to: 0, width * n)
    var scaledRow = Tensor(uninitialized: [width, n])
    scaledRow.multiply(.plain(pivot), .plain(row), on: workers)
    var scaledColumn = Tensor(uninitialized: [n, width])
    scaledColumn.multiply(.plain(column), .plain(pivot), on: workers)
    // The block's own rows and columns get something, too, that is overwritten.
    multiply(.plain(column), .plain(scaledRow), accumulate: true, on: workers)
    assignSlice(of: scaledRow, from: 0, to: block.lowerBound * n, width * n)
    for r in 0..<n {
      let isPivot = block.contains(r)
      assignSlice(
        of: isPivot ? pivot : scaledColumn, from: (isPivot ? r - block.lowerBound : r) * width,
        to: r * n + block.lowerBound, width)
    }
    return true
  }

  /// `self[start + j] = factor x[source + j]` for so many `j`, by place in memory.
  private mutating func assignSlice(
    of x: Tensor, from source: Int, to start: Int, _ count: Int, times factor: S = 1
  ) {
    S.kernels.scale(
      count, factor, x.storage.elements + source, mutablePointer() + start, false)
  }

  private func invertedBlock(_ block: Range<Int>) -> Tensor? {
    let elements = block.flatMap { row in block.map { Double(self[row, $0]) } }
    guard let inverse = inverse(ofPositiveDefinite: elements, rows: block.count) else { return nil }
    let rounded = Tensor(inverse.map { S($0) }, shape: [block.count, block.count])
    return rounded.pointer.allSatisfy(\.isFinite) ? rounded : nil
  }
}

/// The inverse of a symmetric positive definite matrix, row by row; nil where a pivot is not positive.
private func inverse(ofPositiveDefinite matrix: [Double], rows n: Int) -> [Double]? {
  var a = matrix
  for p in 0..<n {
    let pivot = a[p * n + p]
    guard pivot > 0, pivot.isFinite else { return nil }
    a[p * n + p] = 1
    for j in 0..<n { a[p * n + j] /= pivot }
    for i in 0..<n where i != p {
      let factor = a[i * n + p]
      a[i * n + p] = 0
      for j in 0..<n { a[i * n + j] -= factor * a[p * n + j] }
    }
  }
  return a
}
