/// A GRU's way through its sequences, and what its adjoint needs of it.
///
/// Blocks of sequences are the pieces of work: each has its own time loop with its own memory, so that
/// threads meet once a pass and not once a step, whose product takes only microseconds. Which sequences
/// share a block changes no bit of a state: each element of a product adds its own terms in their order.
package struct GRUPass<S: Scalar>: Sendable {
  /// `h [P, width]`, the state after each row.
  package let states: Tensor<S>
  /// `r, z, n`, side by side: `[P, 3 width]`.
  let gates: Tensor<S>
  /// `h Un + cn` with the reset after the product, `r h` with the reset before; rows in the blocks' order.
  let kept: Tensor<S>
  /// The states before the first steps, in the blocks' order of sequences; nil where they are 0.
  let initial: Tensor<S>?
  let sequenceCount: Int
  let weight: Tensor<S>
  let blocks: SequenceBlocks
  let reset: GRUReset

  /// Takes the states through time, from those of `initial [sequences, width]` or from 0.
  ///
  /// Shapes: `inputProduct = x W [P, 3 width]`, `recurrentWeight [width, 3 width]`, biases `[3 width]`; the
  /// columns are those of the reset gate, the update gate, the candidate. The memory of `inputProduct`
  /// becomes that of the gates. 6 P width^2 operations.
  ///
  /// - Precondition: the shapes fit, and `starts` ascends from 0 to `P`.
  package init(
    inputProduct: consuming Tensor<S>, recurrentWeight: Tensor<S>, inputBias: Tensor<S>,
    recurrentBias: Tensor<S>, initial: Tensor<S>? = nil, starts: [Int], reset: GRUReset,
    on workers: Workers
  ) {
    var gates = inputProduct
    let (rows, width) = (gates.rows, recurrentWeight.rows)
    precondition(
      gates.columns == 3 * width && recurrentWeight.columns == 3 * width
        && inputBias.count == 3 * width && recurrentBias.count == 3 * width,
      """
      a GRU of \(recurrentWeight.shape) cannot take \(gates.shape) with biases of \
      \(inputBias.shape) and \(recurrentBias.shape)
      """)
    precondition(
      areSequenceStarts(starts, rows: rows), "\(starts) does not cut the rows of \(gates.shape)")
    precondition(
      initial.map { $0.shape == [starts.count - 1, width] } != false,
      "first states of shape \(initial?.shape ?? []) for \(starts.count - 1) sequences")
    let (pool, kernels, blocks) = (gates.storage.pool, S.kernels, SequenceBlocks(starts: starts))
    let first = initial.map { initial in
      var first = Tensor<S>(uninitialized: [blocks.order.count, width], in: pool)
      first.assignRows(blocks.order.map { Int32($0) }, of: initial, on: workers)
      return first
    }
    var states = Tensor<S>(uninitialized: [rows, width], in: pool)
    var kept = Tensor<S>(uninitialized: [rows, width], in: pool)
    let u = recurrentWeight.storage.elements
    let gateWeight = PackedRight<S>(
      u, depth: width, columns: 2 * width, row: 3 * width, column: 1, in: pool)
    let candidateWeight = PackedRight<S>(
      u + 2 * width, depth: width, columns: width, row: 3 * width, column: 1, in: pool)
    let size = SequenceBlocks.size
    let packedCount = PackedRight<S>.packedCount(rows: size, depth: width)
    var scratch = Tensor<S>(
      uninitialized: [blocks.count, 4 * size * width + packedCount], in: pool)
    let scratchCount = scratch.columns
    let (gateRows, stateRows, keptRows, scratchStart) = (
      gates.mutablePointer(), states.mutablePointer(), kept.mutablePointer(),
      scratch.mutablePointer()
    )
    let (b, c) = (inputBias.storage.elements, recurrentBias.storage.elements)
    // Not back to the pool before the kernels are done with it.
    defer { withExtendedLifetime(scratch) {} }
    blocks.first.withUnsafeBufferPointer { firstRows in
      workers.forEach(blocks.count) { block in
        let sequences = blocks.sequences(of: block)
        let state = scratchStart + block * scratchCount
        let product = state + size * width
        let packed = product + 3 * size * width
        if let first {
          let from = first.storage.elements + sequences.lowerBound * width
          kernels.scale(sequences.count * width, 1, from, state, false)
        } else {
          kernels.fill(sequences.count * width, 0, state)
        }
        var step = GRUStep(
          rows: 0, width: width, time: 0, first: firstRows.baseAddress! + sequences.lowerBound,
          reset: reset)
        blocks.forEachStep(of: block) { time, rows in
          (step.rows, step.time) = (rows.count, time)
          let keptStep = keptRows + rows.lowerBound * width
          kernels.packLeft(rows.count, width, state, width, 1, packed)
          gateWeight.multiply(
            packedLeft: packed, rows: rows.count, into: product, cRow: 3 * width, accumulate: false)
          kernels.gruGates(step, product, b, c, state, gateRows, keptStep)
          if reset == .beforeProduct {
            kernels.packLeft(rows.count, width, keptStep, width, 1, packed)
          }
          candidateWeight.multiply(
            packedLeft: packed, rows: rows.count, into: product + 2 * width, cRow: 3 * width,
            accumulate: false)
          kernels.gruStates(step, product, b, c, state, gateRows, keptStep, stateRows)
        }
      }
    }
    self.states = states
    self.gates = gates
    self.kept = kept
    self.initial = first
    sequenceCount = starts.count - 1
    weight = recurrentWeight
    self.blocks = blocks
    self.reset = reset
  }
}
