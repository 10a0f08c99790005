import Tensors

extension Tape {
  /// Layer normalisation of each row: `y = h scale + shift`, `h = (x - mean) / sqrt(variance + epsilon)`.
  ///
  ///     g = yBar scale,  xBar = (g - mean(g) - h mean(g h)) / sqrt(variance + epsilon)
  ///     scaleBar = sum_r yBar[r] h[r],  shiftBar = sum_r yBar[r]
  ///
  /// The variance is that over n, not n - 1. Shapes: `x` and `y [rows, n]`, `scale [n]`, `shift [n]`.
  /// O(elements). Keeps `x`, and of each row its mean and the reciprocal of its root.
  ///
  /// Source: Ba, Kiros and Hinton, "Layer Normalization" (2016).
  ///
  /// - Precondition: the shapes fit.
  public mutating func layerNorm(
    _ x: Variable, scale: Variable, shift: Variable, epsilon: Double = 1e-8
  ) -> Variable {
    let workers = workers
    let (xValue, scaleValue) = (self[x], self[scale])
    var y = uninitialized(xValue.shape)
    var moments = RowMoments<S>(uninitialized: xValue.rows, in: pool)
    y.assignLayerNorm(
      of: xValue, scale: scaleValue, shift: self[shift], epsilon: epsilon, moments: &moments,
      on: workers)
    let kept = moments
    return record(y, from: [x, scale, shift]) { yBar, adjoints in
      adjoints.update(x) { xBar, accumulate in
        xBar.assignLayerNormAdjoint(
          of: xValue, scale: scaleValue, moments: kept, yBar: yBar, accumulate: accumulate,
          on: workers)
      }
      adjoints.add(to: scale) {
        $0.addLayerNormScaleAdjoint(of: xValue, moments: kept, yBar: yBar, on: workers)
      }
      adjoints.add(to: shift) { $0.addColumnSums(of: yBar, on: workers) }
    }
  }
}
