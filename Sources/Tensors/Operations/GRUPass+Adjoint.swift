extension GRUPass {
  /// What the way back through time gives.
  package struct Adjoint: Sendable {
    /// Of `x W`: `[P, 3 width]`.
    package let inputProduct: Tensor<S>
    /// Of the states before the first steps, `[sequences, width]`; nil where they are 0.
    package let initial: Tensor<S>?
    // Rows in the blocks' order: of h U for r and z, of the candidate's recurrent product, and what each
    // of them was the product of.
    fileprivate let gateProduct, candidateProduct, previous, candidateFactor: Tensor<S>
    /// Sums over all rows: of r, z, n in `x W`, then of the candidate's recurrent product.
    fileprivate let sums: Tensor<S>
  }

  /// The adjoint of the states' way through time. 6 P width^2 operations.
  ///
  /// Source: backpropagation through time; with `hBar` the adjoint of `h'`, that from later steps included,
  ///
  ///     uBar = hBar (1 - z) (1 - n^2),  zBar = hBar (h - n) z (1 - z)
  ///     after: rBar = uBar q r (1 - r), qBar = uBar r   where q = h Un + cn
  ///     before: vBar = uBar transpose(Un), rBar = vBar h r (1 - r)   where v = r h
  package func adjoint(yBar: Tensor<S>, on workers: Workers) -> Adjoint {
    yBar.requireSameShape(as: states)
    let (rows, width, size) = (states.rows, states.columns, SequenceBlocks.size)
    let (pool, kernels, blocks, reset) = (states.storage.pool, S.kernels, blocks, reset)
    func matrix(_ columns: Int) -> Tensor<S> {
      Tensor(uninitialized: [rows, columns], in: pool)
    }
    var (inputProduct, gateProduct) = (matrix(3 * width), matrix(2 * width))
    var (candidateProduct, previous) = (matrix(width), matrix(width))
    var blockSums = Tensor<S>(zeros: [blocks.count, 4 * width], in: pool)
    let u = weight.storage.elements
    let gateWeight = PackedRight<S>(
      u, depth: 2 * width, columns: width, row: 1, column: 3 * width, in: pool)
    let candidateWeight = PackedRight<S>(
      u + 2 * width, depth: width, columns: width, row: 1, column: 3 * width, in: pool)
    let packedCount = PackedRight<S>.packedCount(rows: size, depth: 2 * width)
    var scratch = Tensor<S>(
      uninitialized: [blocks.count, 2 * size * width + packedCount], in: pool)
    let scratchCount = scratch.columns
    let (inputBar, gateBar, candidateBar, before, sums, scratchStart) = (
      inputProduct.mutablePointer(), gateProduct.mutablePointer(),
      candidateProduct.mutablePointer(), previous.mutablePointer(), blockSums.mutablePointer(),
      scratch.mutablePointer()
    )
    let (g, y, bar, q) = (
      gates.storage.elements, states.storage.elements, yBar.storage.elements, kept.storage.elements
    )
    var initialBar = initial.map { Tensor<S>(uninitialized: $0.shape, in: pool) }
    let initialStart = initialBar?.mutablePointer()
    // Not back to the pool before the kernels are done with it.
    defer { withExtendedLifetime(scratch) {} }
    blocks.first.withUnsafeBufferPointer { first in
      workers.forEach(blocks.count) { block in
        let sequences = blocks.sequences(of: block)
        let stateBar = scratchStart + block * scratchCount
        let keptBar = stateBar + size * width
        let packed = keptBar + size * width
        let sum = sums + block * 4 * width
        let begin = initial.map { $0.storage.elements + sequences.lowerBound * width }
        kernels.fill(sequences.count * width, 0, stateBar)
        var step = GRUStep(
          rows: 0, width: width, time: 0, first: first.baseAddress! + sequences.lowerBound,
          reset: reset)
        blocks.forEachStepReversed(of: block) { time, rows in
          (step.rows, step.time) = (rows.count, time)
          let row = rows.lowerBound * width
          kernels.gruStatesAdjoint(
            step, g, q + row, begin, y, bar, stateBar, inputBar, gateBar + 2 * row,
            candidateBar + row, before + row, sum)
          kernels.packLeft(rows.count, width, candidateBar + row, width, 1, packed)
          candidateWeight.multiply(
            packedLeft: packed, rows: rows.count,
            into: reset == .afterProduct ? stateBar : keptBar, cRow: width,
            accumulate: reset == .afterProduct)
          if reset == .beforeProduct {
            kernels.gruResetAdjoint(
              step, g, before + row, keptBar, stateBar, inputBar, gateBar + 2 * row, sum)
          }
          kernels.packLeft(rows.count, 2 * width, gateBar + 2 * row, 2 * width, 1, packed)
          gateWeight.multiply(
            packedLeft: packed, rows: rows.count, into: stateBar, cRow: width, accumulate: true)
        }
        if let initialStart {
          kernels.scale(
            sequences.count * width, 1, stateBar, initialStart + sequences.lowerBound * width,
            false)
        }
      }
    }
    // Back to the order of the sequences, of which those without rows have no share.
    let initialShare = initialBar.map { bar in
      var share = Tensor<S>(zeros: [sequenceCount, width], in: pool)
      share.addRows(at: blocks.order.map { Int32($0) }, from: bar, on: workers)
      return share
    }
    var total = Tensor<S>(zeros: [4 * width], in: pool)
    total.addColumnSums(of: blockSums)
    return Adjoint(
      inputProduct: inputProduct, initial: initialShare, gateProduct: gateProduct,
      candidateProduct: candidateProduct,
      previous: previous, candidateFactor: reset == .afterProduct ? previous : kept, sums: total)
  }
}

extension GRUPass.Adjoint {
  /// Writes or adds the recurrent weight's adjoint `[width, 3 width]`: 6 P width^2 operations.
  package func update(
    recurrentWeight uBar: inout Tensor<S>, accumulate: Bool, on workers: Workers
  ) {
    let (width, pool, kernels) = (previous.columns, previous.storage.pool, S.kernels)
    var gates = Tensor<S>(uninitialized: [width, 2 * width], in: pool)
    var candidate = Tensor<S>(uninitialized: [width, width], in: pool)
    gates.multiply(.transposed(previous), .plain(gateProduct), on: workers)
    candidate.multiply(.transposed(candidateFactor), .plain(candidateProduct), on: workers)
    let to = uBar.mutablePointer()
    for row in 0..<width {
      let start = to + row * 3 * width
      kernels.scale(
        2 * width, 1, gates.storage.elements + row * 2 * width, start, accumulate)
      kernels.scale(
        width, 1, candidate.storage.elements + row * width, start + 2 * width, accumulate)
    }
  }

  /// Writes or adds the input bias's adjoint `[3 width]`.
  package func update(inputBias bBar: inout Tensor<S>, accumulate: Bool) {
    S.kernels.scale(bBar.count, 1, sums.storage.elements, bBar.mutablePointer(), accumulate)
  }

  /// Writes or adds the recurrent bias's adjoint `[3 width]`.
  package func update(recurrentBias cBar: inout Tensor<S>, accumulate: Bool) {
    let (width, kernels, from) = (previous.columns, S.kernels, sums.storage.elements)
    let to = cBar.mutablePointer()
    kernels.scale(2 * width, 1, from, to, accumulate)
    kernels.scale(width, 1, from + 3 * width, to + 2 * width, accumulate)
  }
}
