/// The inner loops for one kind of number on one kind of processor.
///
/// Operations call these and hold no element loop themselves. Matrices are row-major; the strides and
/// leading dimensions count elements. Every loop that adds does so in an order that depends on the
/// shape alone.
///
/// A class, since handing on a value with so many loops would count a reference for each of them.
public final class KernelSet<S: Scalar>: Sendable {
  /// What `SEQREC_KERNELS` calls it.
  public let name: String

  package typealias In = UnsafePointer<S>
  package typealias Out = UnsafeMutablePointer<S>

  /// The product's left factor is packed into panels of so many rows.
  package let leftRows: Int
  /// `(m, k, a, rowStride, columnStride, packed)`
  package let packLeft: @Sendable (Int, Int, In, Int, Int, Out) -> Void
  /// `c = left b + addend`: `(m, n, k, packed left, b, rowStride, columnStride, c, c's row, addend, its row)`,
  /// `k` <= `maximumDepth`
  package let multiplyPacked:
    @Sendable (Int, Int, Int, In, In, Int, Int, Out, Int, In?, Int) -> Void
  /// `y[n] = x[k] b[k, n]`: `(k, n, x, b, b's row, y, accumulate)`
  package let multiplyRow: @Sendable (Int, Int, In, In, Int, Out, Bool) -> Void
  /// `y[n] = b[n, k] x[k]`: `(n, k, b, b's row, x, y, accumulate)`
  package let multiplyRowsByVector: @Sendable (Int, Int, In, Int, In, Out, Bool) -> Void

  /// `y += sum_e values[e] table[indices[e]]`: `(entries, indices, values, table, its row, width, y)`
  package let gatherRows: @Sendable (Int, UnsafePointer<Int32>, In, In, Int, Int, Out) -> Void
  /// `table[indices[e]] += values[e] x`: `(entries, indices, values, x, table, its row, width)`
  package let scatterRows: @Sendable (Int, UnsafePointer<Int32>, In, In, Out, Int, Int) -> Void

  /// `(n, value, y)`
  package let fill: @Sendable (Int, S, Out) -> Void
  /// `y = factor x` or `y += factor x`: `(n, factor, x, y, accumulate)`
  package let scale: @Sendable (Int, S, In, Out, Bool) -> Void
  /// `y += factor x + rest`, of which `rest` becomes what rounding has left: `(n, factor, x, y, rest)`
  package let addCompensated: @Sendable (Int, S, In, Out, Out) -> Void
  /// `y = a b` or `y += a b`, element by element: `(n, a, b, y, accumulate)`
  package let product: @Sendable (Int, In, In, Out, Bool) -> Void
  /// `(n, x, y)`
  package let relu: @Sendable (Int, In, Out) -> Void
  /// `xBar += yBar` where `y > 0`: `(n, y, yBar, xBar)`
  package let reluAdjoint: @Sendable (Int, In, In, Out) -> Void
  /// `(n, x, y)`
  package let sigmoid: @Sendable (Int, In, Out) -> Void
  /// `xBar += yBar y (1 - y)`: `(n, y, yBar, xBar)`
  package let sigmoidAdjoint: @Sendable (Int, In, In, Out) -> Void
  /// `(n, alpha, x, y)`
  package let elu: @Sendable (Int, S, In, Out) -> Void
  /// `xBar += yBar`, times `y + alpha` where `y < 0`: `(n, alpha, y, yBar, xBar)`
  package let eluAdjoint: @Sendable (Int, S, In, In, Out) -> Void
  /// `(n, dropout, x, y, accumulate)`
  package let dropout: @Sendable (Int, RowDropout, In, Out, Bool) -> Void

  /// One row of a decoder, whose pre-activation without bias is replaced by the loss's derivative:
  /// `(n, activation, dropout, first column, scale, bias, target, z) -> sum of squared errors`
  package let reconstructRow: @Sendable (Int, Activation, RowDropout, Int, S, In, In, Out) -> Double

  /// `(n, step, gradient, parameter, mean, square)`
  package let adam: @Sendable (Int, AdamStep, In, Out, Out, Out) -> Void
  /// `(n, step, gradient, parameter, velocity, sum)`
  package let adagrad: @Sendable (Int, AdagradStep, In, Out, Out, Out) -> Void
  /// `(n, x, threshold)`
  package let countAgainst: @Sendable (Int, In, S) -> ThresholdCounts

  /// `(head, query, key, value, out, maxima, inverse sums, scratch)`
  package let attention: @Sendable (AttentionHead, In, In, In, Out, Out, Out, Out) -> Void
  /// `(head, query, key, value, outBar, maxima, inverse sums, queryBar, keyBar, valueBar, scratch)`
  package let attentionAdjoint:
    @Sendable (AttentionHead, In, In, In, In, In, In, Out, Out, Out, Out) -> Void
  /// `y[e] = table[indices[e]]`, row by row: `(entries, indices, table, its row, width, y)`
  package let copyRows: @Sendable (Int, UnsafePointer<Int32>, In, Int, Int, Out) -> Void
  /// `y += sum_r x[r]`: `(rows, width, x, its row, y)`
  package let addRows: @Sendable (Int, Int, In, Int, Out) -> Void
  /// `y[e] = x[indices[e]]`: `(entries, indices, x, y)`
  package let take: @Sendable (Int, UnsafePointer<Int32>, In, Out) -> Void
  /// `y[indices[e]] += x[e]`: `(entries, indices, x, y)`
  package let put: @Sendable (Int, UnsafePointer<Int32>, In, Out) -> Void

  /// `(rows, n, epsilon, x, scale, shift, y, mean, reciprocal)`
  package let layerNorm: @Sendable (Int, Int, S, In, In, In, Out, Out, Out) -> Void
  /// `(rows, n, x, scale, mean, reciprocal, yBar, xBar, accumulate)`
  package let layerNormAdjoint: @Sendable (Int, Int, In, In, In, In, In, Out, Bool) -> Void
  /// `scaleBar += sum_r yBar[r] normalised x[r]`: `(rows, n, x, mean, reciprocal, yBar, scaleBar)`
  package let layerNormScaleAdjoint: @Sendable (Int, Int, In, In, In, In, Out) -> Void

  /// `y[e] = x . table[indices[e]] + bias[indices[e]]`:
  /// `(entries, indices, table, its row, width, bias, x, y)`
  package let candidateDots:
    @Sendable (Int, UnsafePointer<Int32>, In, Int, Int, In?, In, Out) -> Void

  /// `(rows, n, positive weight, scale, z, derivative) -> sum of losses`
  package let binaryCrossEntropy: @Sendable (Int, Int, S, S, In, Out) -> Double
  /// `(rows, n, scale, z, derivative) -> sum of losses`
  package let pairwiseRanking: @Sendable (Int, Int, S, In, Out) -> Double
  /// One row, whose derivative may take its place: `(n, target, scale, z, derivative) -> loss`
  package let softmaxCrossEntropy: @Sendable (Int, Int, S, In, Out) -> Double
  /// `(rows, n, weights by softmax, scale, z, derivative) -> sum of losses`
  package let top1: @Sendable (Int, Int, Bool, S, In, Out) -> Double
  /// `(rows, n, regularization, scale, z, derivative) -> sum of losses`
  package let bprMax: @Sendable (Int, Int, S, S, In, Out) -> Double
  /// The product's right factor is packed into panels of so many columns.
  package let rightColumns: Int
  /// `(k, n, b, rowStride, columnStride, packed)`
  package let packRight: @Sendable (Int, Int, In, Int, Int, Out) -> Void
  /// `c = a b` or `c += a b`: `(m, n, k, packed left, packed right, c, c's row, accumulate)`
  package let multiplyPanels: @Sendable (Int, Int, Int, In, In, Out, Int, Bool) -> Void

  // The steps of a GRU; `CKernels.h` says what the matrices are.

  /// `(step, recurrent, inputBias, recurrentBias, state, gates, kept)`
  package let gruGates: @Sendable (GRUStep, In, In, In, In, Out, Out) -> Void
  /// `(step, recurrent, inputBias, recurrentBias, state, gates, kept, states)`
  package let gruStates: @Sendable (GRUStep, In, In, In, Out, Out, Out, Out) -> Void
  /// `(step, gates, kept, initial, states, yBar, stateBar, gatesBar, productBar, candidateBar, previous, sums)`
  package let gruStatesAdjoint:
    @Sendable (GRUStep, In, In, In?, In, In, Out, Out, Out, Out, Out, Out) -> Void
  /// `(step, gates, previous, keptBar, stateBar, gatesBar, productBar, sums)`
  package let gruResetAdjoint: @Sendable (GRUStep, In, In, In, Out, Out, Out, Out) -> Void

  /// The most products that `multiplyPacked` adds in one call.
  package static var maximumDepth: Int { 512 }

  // Nothing but what the compiler writes for a structure.
  init(
    name: String,
    leftRows: Int,
    packLeft: @escaping @Sendable (Int, Int, In, Int, Int, Out) -> Void,
    multiplyPacked:
      @escaping @Sendable (Int, Int, Int, In, In, Int, Int, Out, Int, In?, Int) -> Void,
    multiplyRow: @escaping @Sendable (Int, Int, In, In, Int, Out, Bool) -> Void,
    multiplyRowsByVector: @escaping @Sendable (Int, Int, In, Int, In, Out, Bool) -> Void,
    gatherRows: @escaping @Sendable (Int, UnsafePointer<Int32>, In, In, Int, Int, Out) -> Void,
    scatterRows: @escaping @Sendable (Int, UnsafePointer<Int32>, In, In, Out, Int, Int) -> Void,
    fill: @escaping @Sendable (Int, S, Out) -> Void,
    scale: @escaping @Sendable (Int, S, In, Out, Bool) -> Void,
    addCompensated: @escaping @Sendable (Int, S, In, Out, Out) -> Void,
    product: @escaping @Sendable (Int, In, In, Out, Bool) -> Void,
    relu: @escaping @Sendable (Int, In, Out) -> Void,
    reluAdjoint: @escaping @Sendable (Int, In, In, Out) -> Void,
    sigmoid: @escaping @Sendable (Int, In, Out) -> Void,
    sigmoidAdjoint: @escaping @Sendable (Int, In, In, Out) -> Void,
    elu: @escaping @Sendable (Int, S, In, Out) -> Void,
    eluAdjoint: @escaping @Sendable (Int, S, In, In, Out) -> Void,
    dropout: @escaping @Sendable (Int, RowDropout, In, Out, Bool) -> Void,
    reconstructRow:
      @escaping @Sendable (Int, Activation, RowDropout, Int, S, In, In, Out) -> Double,
    adam: @escaping @Sendable (Int, AdamStep, In, Out, Out, Out) -> Void,
    adagrad: @escaping @Sendable (Int, AdagradStep, In, Out, Out, Out) -> Void,
    countAgainst: @escaping @Sendable (Int, In, S) -> ThresholdCounts,
    attention: @escaping @Sendable (AttentionHead, In, In, In, Out, Out, Out, Out) -> Void,
    attentionAdjoint:
      @escaping @Sendable (AttentionHead, In, In, In, In, In, In, Out, Out, Out, Out) -> Void,
    copyRows: @escaping @Sendable (Int, UnsafePointer<Int32>, In, Int, Int, Out) -> Void,
    addRows: @escaping @Sendable (Int, Int, In, Int, Out) -> Void,
    take: @escaping @Sendable (Int, UnsafePointer<Int32>, In, Out) -> Void,
    put: @escaping @Sendable (Int, UnsafePointer<Int32>, In, Out) -> Void,
    layerNorm: @escaping @Sendable (Int, Int, S, In, In, In, Out, Out, Out) -> Void,
    layerNormAdjoint: @escaping @Sendable (Int, Int, In, In, In, In, In, Out, Bool) -> Void,
    layerNormScaleAdjoint: @escaping @Sendable (Int, Int, In, In, In, In, Out) -> Void,
    candidateDots:
      @escaping @Sendable (Int, UnsafePointer<Int32>, In, Int, Int, In?, In, Out) -> Void,
    binaryCrossEntropy: @escaping @Sendable (Int, Int, S, S, In, Out) -> Double,
    pairwiseRanking: @escaping @Sendable (Int, Int, S, In, Out) -> Double,
    softmaxCrossEntropy: @escaping @Sendable (Int, Int, S, In, Out) -> Double,
    top1: @escaping @Sendable (Int, Int, Bool, S, In, Out) -> Double,
    bprMax: @escaping @Sendable (Int, Int, S, S, In, Out) -> Double,
    rightColumns: Int,
    packRight: @escaping @Sendable (Int, Int, In, Int, Int, Out) -> Void,
    multiplyPanels: @escaping @Sendable (Int, Int, Int, In, In, Out, Int, Bool) -> Void,
    gruGates: @escaping @Sendable (GRUStep, In, In, In, In, Out, Out) -> Void,
    gruStates: @escaping @Sendable (GRUStep, In, In, In, Out, Out, Out, Out) -> Void,
    gruStatesAdjoint:
      @escaping @Sendable (GRUStep, In, In, In?, In, In, Out, Out, Out, Out, Out, Out) -> Void,
    gruResetAdjoint: @escaping @Sendable (GRUStep, In, In, In, Out, Out, Out, Out) -> Void
  ) {
    self.name = name
    self.leftRows = leftRows
    self.packLeft = packLeft
    self.multiplyPacked = multiplyPacked
    self.multiplyRow = multiplyRow
    self.multiplyRowsByVector = multiplyRowsByVector
    self.gatherRows = gatherRows
    self.scatterRows = scatterRows
    self.fill = fill
    self.scale = scale
    self.addCompensated = addCompensated
    self.product = product
    self.relu = relu
    self.reluAdjoint = reluAdjoint
    self.sigmoid = sigmoid
    self.sigmoidAdjoint = sigmoidAdjoint
    self.elu = elu
    self.eluAdjoint = eluAdjoint
    self.dropout = dropout
    self.reconstructRow = reconstructRow
    self.adam = adam
    self.adagrad = adagrad
    self.countAgainst = countAgainst
    self.attention = attention
    self.attentionAdjoint = attentionAdjoint
    self.copyRows = copyRows
    self.addRows = addRows
    self.take = take
    self.put = put
    self.layerNorm = layerNorm
    self.layerNormAdjoint = layerNormAdjoint
    self.layerNormScaleAdjoint = layerNormScaleAdjoint
    self.candidateDots = candidateDots
    self.binaryCrossEntropy = binaryCrossEntropy
    self.pairwiseRanking = pairwiseRanking
    self.softmaxCrossEntropy = softmaxCrossEntropy
    self.top1 = top1
    self.bprMax = bprMax
    self.rightColumns = rightColumns
    self.packRight = packRight
    self.multiplyPanels = multiplyPanels
    self.gruGates = gruGates
    self.gruStates = gruStates
    self.gruStatesAdjoint = gruStatesAdjoint
    self.gruResetAdjoint = gruResetAdjoint
  }
}
