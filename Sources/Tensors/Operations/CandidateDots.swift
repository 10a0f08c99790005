extension Tensor {
  private static var queriesPerPiece: Int { 128 }

  /// `self[r, j] = query[r] . table[candidates[r, j]] + bias[candidates[r, j]]`.
  ///
  /// Shapes: `query [rows, k]`, `table [n, k]`, `bias [n]`, `candidates` row by row, `self [rows, c]`.
  /// 2 rows c k operations.
  ///
  /// - Precondition: every candidate is in `0 ..< n`.
  package mutating func assignDots(
    of query: Tensor, with table: Tensor, bias: Tensor?, candidates: [Int32], on workers: Workers
  ) {
    let (k, c) = (query.columns, columns)
    precondition(
      k == table.columns && rows == query.rows && candidates.count == count
        && bias.map { $0.count == table.rows } != false,
      """
      \(candidates.count) candidates for queries of \(query.shape) and a table of \(table.shape) do \
      not give \(shape)
      """)
    requireIndices(candidates, below: table.rows)
    let kernels = S.kernels
    let y = mutablePointer()
    candidates.withUnsafeBufferPointer { candidates in
      workers.forEachRange(of: rows, size: Self.queriesPerPiece) { range in
        guard let candidates = candidates.baseAddress else { return }
        for row in range {
          kernels.candidateDots(
            c, candidates + row * c, table.storage.elements, k, k, bias?.storage.elements,
            query.storage.elements + row * k, y + row * c)
        }
      }
    }
  }

  /// `self[r] += sum_j factors[r, j] table[candidates[r, j]]`: the adjoint of the dots for the queries.
  package mutating func addCandidateRows(
    _ candidates: [Int32], of table: Tensor, times factors: Tensor, on workers: Workers
  ) {
    let (k, c) = (columns, factors.columns)
    precondition(
      k == table.columns && rows == factors.rows && candidates.count == factors.count,
      "\(candidates.count) candidates of \(table.shape) do not add to \(shape)")
    let kernels = S.kernels
    let y = mutablePointer()
    candidates.withUnsafeBufferPointer { candidates in
      workers.forEachRange(of: rows, size: Self.queriesPerPiece) { range in
        guard let candidates = candidates.baseAddress else { return }
        for row in range {
          kernels.gatherRows(
            c, candidates + row * c, factors.storage.elements + row * c, table.storage.elements, k,
            k, y + row * k)
        }
      }
    }
  }

  /// `self[indices[e]] += x[e]`, in the order of `e`: elements, not rows. O(entries).
  ///
  /// - Precondition: every index is in `0 ..< count`.
  package mutating func addElements(at indices: [Int32], from x: Tensor) {
    precondition(indices.count == x.count, "\(indices.count) indices for \(x.shape)")
    requireIndices(indices, below: count)
    S.kernels.put(indices.count, indices, x.storage.elements, mutablePointer())
  }
}
