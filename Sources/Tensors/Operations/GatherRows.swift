extension Tensor {
  // So few that a popular range does not keep one thread busy while the others are done.
  private static var rowsPerPiece: Int { 32 }

  /// `self[r] = table[indices[r]]`.
  ///
  /// Shapes: `table [n, k]`, `self [indices.count, k]`. O(elements).
  ///
  /// - Precondition: every index is in `0 ..< n`.
  package mutating func assignRows(
    _ indices: [Int32], of table: Tensor, on workers: Workers
  ) {
    let width = columns
    precondition(
      rows == indices.count && width == table.columns,
      "\(indices.count) rows of \(table.shape) are not \(shape)")
    requireIndices(indices, below: table.rows)
    let kernels = S.kernels
    let y = mutablePointer()
    indices.withUnsafeBufferPointer { indices in
      workers.forEachRange(of: indices.count, size: 512) { range in
        kernels.copyRows(
          range.count, indices.baseAddress! + range.lowerBound, table.storage.elements, width,
          width, y + range.lowerBound * width)
      }
    }
  }

  /// `self[indices[e]] += factors[e] x[e / repeats]`, in the order of `e`: the adjoint of gathering.
  ///
  /// Shapes: `x [rows, k]`, `indices` and `factors` `rows repeats` long, `self [n, k]`. Without factors each
  /// is 1. O(entries k + n), shared by ranges of the rows of `self`.
  ///
  /// - Precondition: every index is in `0 ..< n`.
  package mutating func addRows(
    at indices: [Int32], from x: Tensor, repeats: Int = 1, times factors: Tensor? = nil,
    on workers: Workers
  ) {
    let width = columns
    precondition(
      x.columns == width && indices.count == x.rows * repeats
        && (factors == nil || factors?.count == indices.count),
      "\(indices.count) indices, \(repeats) for each row of \(x.shape), do not fit \(shape)")
    let kernels = S.kernels
    let occurrences = Occurrences(of: indices, in: rows)
    let positions = occurrences.positions
    let sources = repeats == 1 ? positions : positions.map { $0 / Int32(repeats) }
    var values = Tensor(uninitialized: [indices.count], in: storage.pool)
    if let factors {
      kernels.take(indices.count, positions, factors.storage.elements, values.mutablePointer())
    } else {
      values.fill(1)
    }
    let y = mutablePointer()
    sources.withUnsafeBufferPointer { sources in
      workers.forEachRange(of: rows, size: Self.rowsPerPiece) { range in
        for row in range {
          let first = occurrences.starts[row]
          let count = occurrences.starts[row + 1] - first
          guard count > 0 else { continue }
          kernels.gatherRows(
            count, sources.baseAddress! + first, values.storage.elements + first,
            x.storage.elements, width, width, y + row * width)
        }
      }
    }
  }
}

func requireIndices(_ indices: [Int32], below bound: Int) {
  for index in indices {
    precondition(index >= 0 && index < bound, "index \(index) is not in 0 ..< \(bound)")
  }
}
