extension KernelSet {
  @Sendable static func layerNormReference(
    _ rows: Int, _ n: Int, _ epsilon: S, _ x: In, _ scale: In, _ shift: In, _ y: Out, _ mean: Out,
    _ reciprocal: Out
  ) {
    for r in 0..<rows {
      let (x, y) = (x + r * n, y + r * n)
      var (sum, squares): (S, S) = (0, 0)
      for j in 0..<n { sum += x[j] }
      mean[r] = sum / S(n)
      for j in 0..<n { squares += (x[j] - mean[r]) * (x[j] - mean[r]) }
      reciprocal[r] = 1 / (squares / S(n) + epsilon).squareRoot()
      for j in 0..<n { y[j] = (x[j] - mean[r]) * reciprocal[r] * scale[j] + shift[j] }
    }
  }

  @Sendable static func layerNormAdjointReference(
    _ rows: Int, _ n: Int, _ x: In, _ scale: In, _ mean: In, _ reciprocal: In, _ yBar: In,
    _ xBar: Out, _ accumulate: Bool
  ) {
    for r in 0..<rows {
      let (x, yBar, xBar) = (x + r * n, yBar + r * n, xBar + r * n)
      var (sum, projection): (S, S) = (0, 0)
      for j in 0..<n {
        let normal = (x[j] - mean[r]) * reciprocal[r]
        sum += yBar[j] * scale[j]
        projection += yBar[j] * scale[j] * normal
      }
      for j in 0..<n {
        let normal = (x[j] - mean[r]) * reciprocal[r]
        let share =
          reciprocal[r] * (yBar[j] * scale[j] - sum / S(n) - normal * projection / S(n))
        xBar[j] = accumulate ? xBar[j] + share : share
      }
    }
  }
}
