extension Tensor {
  /// Calls `body` with every index below `count`, the candidates and room for as many elements as named.
  private static func forEach(
    _ count: Int, _ candidates: [Int32], room: Int, in pool: StoragePool?, on workers: Workers,
    _ body: (Int, UnsafePointer<Int32>, UnsafeMutablePointer<S>) -> Void
  ) {
    candidates.withUnsafeBufferPointer { candidates in
      guard let candidates = candidates.baseAddress else { return }
      workers.forEachRange(of: count, size: 16) { range in
        let storage = TensorStorage<S>(count: room, pool: pool)
        defer { withExtendedLifetime(storage) {} }
        for index in range { body(index, candidates, storage.elements) }
      }
    }
  }

  /// `self[r, j] = sum_p x[r, p] weight[p, i] + bias[i]`, `i = candidates[r, j]`: of a layer only the outputs that
  /// are asked for.
  ///
  /// Shapes: `x [rows, k]`, `weight [k, n]`, `bias [n]`, `candidates` row by row, `self [rows, c]`.
  /// 2 rows c k operations.
  ///
  /// - Precondition: every candidate is in `0 ..< n`.
  package mutating func assignOutputs(
    _ candidates: [Int32], of x: Tensor, times weight: Tensor, bias: Tensor, on workers: Workers
  ) {
    let (k, n, c) = (x.columns, weight.columns, columns)
    requireCandidates(candidates, of: x, times: weight)
    precondition(bias.count == n, "a bias of \(bias.shape) for \(weight.shape)")
    let kernels = S.kernels
    let (y, pool) = (mutablePointer(), storage.pool)
    Self.forEach(rows, candidates, room: c, in: pool, on: workers) { row, candidates, taken in
      let (own, sum) = (candidates + row * c, y + row * c)
      kernels.take(c, own, bias.storage.elements, sum)
      for p in 0..<k {
        kernels.take(c, own, weight.storage.elements + p * n, taken)
        kernels.scale(c, x.storage.elements[row * k + p], taken, sum, true)
      }
    }
  }

  /// `self[r, p] += sum_j yBar[r, j] weight[p, candidates[r, j]]`: the adjoint for the layer's input.
  package mutating func addOutputsAdjoint(
    _ candidates: [Int32], yBar: Tensor, times weight: Tensor, on workers: Workers
  ) {
    let (k, n, c) = (columns, weight.columns, yBar.columns)
    yBar.requireCandidates(candidates, of: self, times: weight)
    let kernels = S.kernels
    let (xBar, pool) = (mutablePointer(), storage.pool)
    Self.forEach(rows, candidates, room: c, in: pool, on: workers) { row, candidates, taken in
      for p in 0..<k {
        kernels.take(c, candidates + row * c, weight.storage.elements + p * n, taken)
        kernels.multiplyRowsByVector(
          1, c, taken, c, yBar.storage.elements + row * c, xBar + row * k + p, true)
      }
    }
  }

  /// `self[p, candidates[r, j]] += x[r, p] yBar[r, j]`: the adjoint for the layer's weight.
  package mutating func addOutputs(
    _ candidates: [Int32], from x: Tensor, yBar: Tensor, on workers: Workers
  ) {
    let (k, n, c) = (rows, columns, yBar.columns)
    yBar.requireCandidates(candidates, of: x, times: self)
    let kernels = S.kernels
    let (weightBar, pool) = (mutablePointer(), storage.pool)
    Self.forEach(k, candidates, room: c, in: pool, on: workers) { p, candidates, scaled in
      for row in 0..<x.rows {
        kernels.scale(
          c, x.storage.elements[row * k + p], yBar.storage.elements + row * c, scaled, false)
        kernels.put(c, candidates + row * c, scaled, weightBar + p * n)
      }
    }
  }

  private func requireCandidates(_ candidates: [Int32], of x: Tensor, times weight: Tensor) {
    precondition(
      x.columns == weight.rows && x.rows == rows && candidates.count == count,
      "\(candidates.count) outputs of \(x.shape) times \(weight.shape) are not \(shape)")
    requireIndices(candidates, below: weight.columns)
  }
}
