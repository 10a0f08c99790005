extension KernelSet {
  @Sendable static func binaryCrossEntropyReference(
    _ rows: Int, _ n: Int, _ positiveWeight: S, _ scale: S, _ z: In, _ derivative: Out
  ) -> Double {
    var loss = 0.0
    for r in 0..<rows {
      for j in 0..<n {
        let (sign, weight): (S, S) = j == 0 ? (-1, positiveWeight) : (1, 1)
        let t = sign * z[r * n + j]
        loss += Double(weight) * softplus(Double(t))
        derivative[r * n + j] = scale * (weight * sign) * logistic(t)
      }
    }
    return loss
  }

  @Sendable static func pairwiseRankingReference(
    _ rows: Int, _ n: Int, _ scale: S, _ z: In, _ derivative: Out
  ) -> Double {
    var loss = 0.0
    for r in 0..<rows {
      let (z, derivative) = (z + r * n, derivative + r * n)
      let weight = 1 / S(max((1..<n).count { z[$0] != -.infinity }, 1))
      derivative[0] = 0
      for j in 1..<n {
        let t = z[j] - z[0]
        loss += Double(weight) * softplus(Double(t))
        derivative[j] = scale * weight * logistic(t)
        derivative[0] -= derivative[j]
      }
    }
    return loss
  }

  /// What each negative of a row weighs, all together 1; -infinity is not there, and weighs 0.
  private static func weighNegatives(
    _ n: Int, bySoftmax: Bool, _ z: In, _ weights: Out
  ) -> Bool {
    var (most, sum): (S, S) = (-.infinity, 0)
    for j in 1..<n where z[j] > most { most = z[j] }
    for j in 1..<n {
      weights[j] = z[j] == -.infinity ? 0 : bySoftmax ? S(exponential(Double(z[j] - most))) : 1
      sum += weights[j]
    }
    for j in 1..<n where sum != 0 { weights[j] /= sum }
    return sum != 0
  }

  @Sendable static func top1Reference(
    _ rows: Int, _ n: Int, _ bySoftmax: Bool, _ scale: S, _ z: In, _ derivative: Out
  ) -> Double {
    var loss = 0.0
    for r in 0..<rows {
      let (z, derivative) = (z + r * n, derivative + r * n)
      derivative[0] = 0
      guard weighNegatives(n, bySoftmax: bySoftmax, z, derivative) else { continue }
      var (mean, slopes): (S, S) = (0, 0)
      for j in 1..<n where z[j] != -.infinity {
        let (above, size) = (logistic(z[j] - z[0]), logistic(z[j] * z[j]))
        mean += derivative[j] * (above + size)
        slopes += derivative[j] * above * (1 - above)
      }
      for j in 1..<n where z[j] != -.infinity {
        let (above, size) = (logistic(z[j] - z[0]), logistic(z[j] * z[j]))
        let bar = above * (1 - above) + 2 * z[j] * size * (1 - size)
        derivative[j] *= scale * (bar + (bySoftmax ? above + size - mean : 0))
      }
      derivative[0] = -scale * slopes
      loss += Double(mean)
    }
    return loss
  }

  @Sendable static func bprMaxReference(
    _ rows: Int, _ n: Int, _ regularization: S, _ scale: S, _ z: In, _ derivative: Out
  ) -> Double {
    var loss = 0.0
    for r in 0..<rows {
      let (z, derivative) = (z + r * n, derivative + r * n)
      derivative[0] = 0
      guard weighNegatives(n, bySoftmax: true, z, derivative) else { continue }
      var (likely, square, slopes): (S, S, S) = (0, 0, 0)
      for j in 1..<n where z[j] != -.infinity {
        let below = logistic(z[0] - z[j])
        likely += derivative[j] * below
        square += derivative[j] * z[j] * z[j]
        slopes += derivative[j] * below * (1 - below)
      }
      let whole = likely + 1e-24
      for j in 1..<n where z[j] != -.infinity {
        let below = logistic(z[0] - z[j])
        let penalty = 2 * z[j] + z[j] * z[j] - square
        derivative[j] *=
          scale * ((below * (1 - below) - (below - likely)) / whole + regularization * penalty)
      }
      derivative[0] = -scale * slopes / whole
      loss += Double(regularization * square) - logarithm(Double(whole))
    }
    return loss
  }

  @Sendable static func softmaxCrossEntropyReference(
    _ n: Int, _ target: Int, _ scale: S, _ z: In, _ derivative: Out
  ) -> Double {
    var most = z[0]
    for j in 0..<n where z[j] > most { most = z[j] }
    let wanted = Double(z[target] - most)
    var sum = 0.0
    for j in 0..<n {
      let e = exponential(Double(z[j] - most))
      derivative[j] = S(e)
      sum += e
    }
    for j in 0..<n { derivative[j] *= scale / S(sum) }
    derivative[target] -= scale
    return logarithm(sum) - wanted
  }
}

/// `log(1 + exp(t))`
private func softplus(_ t: Double) -> Double {
  // log(1 + e) by the rounded sum w, and what the rounding took.
  let e = exponential(-abs(t))
  let w = 1 + e
  return max(t, 0) + logarithm(w) + (e - (w - 1)) / w
}
