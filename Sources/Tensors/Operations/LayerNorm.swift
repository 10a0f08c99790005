/// What the normalised rows of a layer norm were taken with, for its adjoint.
package struct RowMoments<S: Scalar>: Sendable {
  fileprivate var mean: Tensor<S>
  /// `1 / sqrt(variance + epsilon)`
  fileprivate var reciprocal: Tensor<S>

  /// Memory for so many rows; `assignLayerNorm` writes it.
  package init(uninitialized rows: Int, in pool: StoragePool? = nil) {
    mean = Tensor(uninitialized: [rows], in: pool)
    reciprocal = Tensor(uninitialized: [rows], in: pool)
  }
}

extension Tensor {
  private static var rowsPerPiece: Int { 256 }

  /// `self[r] = (x[r] - mean) / sqrt(variance + epsilon) scale + shift` for every row, with the row's own
  /// mean and its variance over n, not n - 1.
  ///
  /// Shapes: `x` and `self [rows, n]`, `scale [n]`, `shift [n]`. O(elements).
  package mutating func assignLayerNorm(
    of x: Tensor, scale: Tensor, shift: Tensor, epsilon: Double, moments: inout RowMoments<S>,
    on workers: Workers
  ) {
    requireSameShape(as: x)
    precondition(
      scale.count == columns && shift.count == columns,
      "a scale of \(scale.shape) and a shift of \(shift.shape) for rows of \(shape)")
    let (n, kernels) = (columns, S.kernels)
    let y = mutablePointer()
    let (mean, reciprocal) = (moments.mean.mutablePointer(), moments.reciprocal.mutablePointer())
    workers.forEachRange(of: rows, size: Self.rowsPerPiece) { range in
      let first = range.lowerBound
      kernels.layerNorm(
        range.count, n, S(epsilon), x.storage.elements + first * n, scale.storage.elements,
        shift.storage.elements, y + first * n, mean + first, reciprocal + first)
    }
  }

  /// The adjoint of a layer norm for its rows, set or added: with `h = (x - mean) reciprocal` and
  /// `g = yBar scale`, `self = reciprocal (g - mean(g) - h mean(g h))`.
  package mutating func assignLayerNormAdjoint(
    of x: Tensor, scale: Tensor, moments: RowMoments<S>, yBar: Tensor, accumulate: Bool,
    on workers: Workers
  ) {
    requireSameShape(as: x)
    requireSameShape(as: yBar)
    let (n, kernels) = (columns, S.kernels)
    let xBar = mutablePointer()
    workers.forEachRange(of: rows, size: Self.rowsPerPiece) { range in
      let first = range.lowerBound
      kernels.layerNormAdjoint(
        range.count, n, x.storage.elements + first * n, scale.storage.elements,
        moments.mean.storage.elements + first, moments.reciprocal.storage.elements + first,
        yBar.storage.elements + first * n, xBar + first * n, accumulate)
    }
  }

  /// `self += sum_r yBar[r] (x[r] - mean[r]) reciprocal[r]`: the adjoint of a layer norm for its scale.
  package mutating func addLayerNormScaleAdjoint(
    of x: Tensor, moments: RowMoments<S>, yBar: Tensor, on workers: Workers
  ) {
    x.requireSameShape(as: yBar)
    precondition(count == x.columns, "a scale of \(shape) for rows of \(x.shape)")
    let n = count
    addingPartials(of: x.rows, on: workers) { kernels, range, scaleBar in
      let first = range.lowerBound
      kernels.layerNormScaleAdjoint(
        range.count, n, x.storage.elements + first * n, moments.mean.storage.elements + first,
        moments.reciprocal.storage.elements + first, yBar.storage.elements + first * n, scaleBar)
    }
  }
}
