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
      derivative[0] = 0
      for j in 1..<n {
        let t = z[j] - z[0]
        loss += softplus(Double(t))
        derivative[j] = scale * logistic(t)
        derivative[0] -= derivative[j]
      }
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
