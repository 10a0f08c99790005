/// Causal attention of several heads over sequences that stand one after another in a matrix; see
/// `Tape.causalAttention`.
///
/// A head of a sequence is a piece of work that shares nothing with the others.
package struct CausalAttention: Sendable {
  private let starts: [Int]
  private let heads: Int
  private let dropout: DropoutMask
  /// The sequences in the order in which they are begun.
  private let order: [Int]

  /// - Precondition: at least one head; starts that begin at 0 and ascend.
  package init(starts: [Int], heads: Int, dropout: DropoutMask) {
    precondition(heads >= 1, "\(heads) heads")
    precondition(
      areSequenceStarts(starts, rows: starts.last ?? 0), "sequences that start at \(starts)")
    self.starts = starts
    self.heads = heads
    self.dropout = dropout
    order = longestFirst(starts)
  }

  /// What has to be kept of the weights for the adjoint: for each head and row the largest logit, then
  /// the inverse of the sum.
  package func statisticsShape(rows: Int) -> Shape { [2, heads, rows] }

  /// The value: `[rows, d] -> [rows, d]`.
  package func apply<S: Scalar>(
    query: Tensor<S>, key: Tensor<S>, value: Tensor<S>, into out: inout Tensor<S>,
    statistics: inout Tensor<S>, on workers: Workers
  ) {
    require(query, key, value, out)
    let (kernels, pool) = (S.kernels, out.storage.pool)
    let (q, k, v) = (query.storage.elements, key.storage.elements, value.storage.elements)
    let (y, kept) = (out.mutablePointer(), statistics.mutablePointer())
    forEachHead(of: query, scratch: pool, on: workers) { head, at, maxima, inverseSums, scratch in
      kernels.attention(
        head, q + at, k + at, v + at, y + at, kept + maxima, kept + inverseSums, scratch)
    }
  }

  /// The adjoints of query, key and value, all of whose elements are written.
  package func applyAdjoint<S: Scalar>(
    query: Tensor<S>, key: Tensor<S>, value: Tensor<S>, outBar: Tensor<S>,
    statistics: Tensor<S>, queryBar: inout Tensor<S>, keyBar: inout Tensor<S>,
    valueBar: inout Tensor<S>, on workers: Workers
  ) {
    require(query, key, value, outBar, queryBar, keyBar, valueBar)
    let (kernels, pool) = (S.kernels, queryBar.storage.pool)
    let (q, k, v) = (query.storage.elements, key.storage.elements, value.storage.elements)
    let (yBar, kept) = (outBar.storage.elements, statistics.storage.elements)
    let (qBar, kBar, vBar) = (
      queryBar.mutablePointer(), keyBar.mutablePointer(), valueBar.mutablePointer()
    )
    forEachHead(of: query, scratch: pool, on: workers) { head, at, maxima, inverseSums, scratch in
      kernels.attentionAdjoint(
        head, q + at, k + at, v + at, yBar + at, kept + maxima, kept + inverseSums,
        qBar + at, kBar + at, vBar + at, scratch)
    }
  }

  /// Calls `body` with each head of each sequence, the offset of its first element, those of its
  /// statistics, and memory to work in.
  private func forEachHead<S: Scalar>(
    of x: Tensor<S>, scratch pool: StoragePool?, on workers: Workers,
    _ body: (AttentionHead, Int, Int, Int, UnsafeMutablePointer<S>) -> Void
  ) {
    let (rows, columns) = (x.rows, x.columns)
    guard rows > 0, columns > 0 else { return }
    let width = columns / heads
    func head(_ sequence: Int, _ head: Int) -> AttentionHead {
      AttentionHead(
        length: starts[sequence + 1] - starts[sequence], width: width, row: columns,
        dropout: DropoutMask(rate: dropout.rate, seed: dropout.seed.child(sequence)).row(head))
    }
    // As much for each piece as the longest needs, so that the pool has to know one size alone.
    let scratchCount = head(order[0], 0).scratchCount
    workers.forEach(order.count * heads) { piece in
      let (sequence, number) = (order[piece / heads], piece % heads)
      let head = head(sequence, number)
      let scratch = TensorStorage<S>(count: scratchCount, pool: pool)
      let first = starts[sequence]
      body(
        head, first * columns + number * width, number * rows + first,
        (heads + number) * rows + first, scratch.elements)
      // Not back to the pool before the kernel is done with it.
      withExtendedLifetime(scratch) {}
    }
  }

  private func require<S: Scalar>(_ tensors: Tensor<S>...) {
    let shape = tensors[0].shape
    precondition(
      shape.rank == 2 && tensors.allSatisfy { $0.shape == shape },
      "attention among \(tensors.map(\.shape))")
    precondition(
      starts.last == shape[0] && shape[1] % heads == 0,
      "\(heads) heads over sequences that start at \(starts) do not fit \(shape)")
  }
}
