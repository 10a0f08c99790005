extension KernelSet {
  /// `out[i] = sum_j factor[i, j] softmax_j(scale query[i] key[j]) value[j]` over `j <= i`.
  static func attend(
    _ head: AttentionHead, _ query: In, _ key: In, _ value: In, _ out: Out, _ maxima: Out,
    _ inverseSums: Out, _ weights: Out
  ) {
    let (width, row) = (head.width, head.row)
    for i in 0..<head.length {
      for j in 0...i { weights[j] = logit(head, query + i * row, key + j * row) }
      maxima[i] = (0...i).reduce(weights[0]) { max($0, weights[$1]) }
      var sum: S = 0
      for j in 0...i {
        weights[j] = S(exponential(Double(weights[j] - maxima[i])))
        sum += weights[j]
      }
      inverseSums[i] = 1 / sum
      for c in 0..<width { out[i * row + c] = 0 }
      for j in 0...i {
        let weight = weights[j] * inverseSums[i] * S(head.dropoutFactor(i, j))
        for c in 0..<width { out[i * row + c] += weight * value[j * row + c] }
      }
    }
  }

  /// With `a` the weights before dropout, `m` what dropout multiplies them with, and
  /// `g[i, j] = m[i, j] outBar[i] value[j]`:
  ///
  ///     valueBar[j] = sum_i m[i, j] a[i, j] outBar[i]
  ///     sBar[i, j] = a[i, j] (g[i, j] - sum_l a[i, l] g[i, l])
  ///     queryBar[i] = scale sum_j sBar[i, j] key[j],  keyBar[j] = scale sum_i sBar[i, j] query[i]
  static func attendAdjoint(
    _ head: AttentionHead, _ query: In, _ key: In, _ value: In, _ outBar: In, _ maxima: In,
    _ inverseSums: In, _ queryBar: Out, _ keyBar: Out, _ valueBar: Out, _ scratch: Out
  ) {
    let (width, row, scale) = (head.width, head.row, S(head.scale))
    let (weights, weightBars) = (scratch, scratch + head.length)
    for i in 0..<head.length {
      for c in i * row..<i * row + width { (queryBar[c], keyBar[c], valueBar[c]) = (0, 0, 0) }
    }
    for i in 0..<head.length {
      var mean: S = 0
      for j in 0...i {
        let factor = S(head.dropoutFactor(i, j))
        let power = exponential(Double(logit(head, query + i * row, key + j * row) - maxima[i]))
        weights[j] = S(power) * inverseSums[i]
        weightBars[j] = factor * product(width, outBar + i * row, value + j * row)
        mean += weights[j] * weightBars[j]
        for c in 0..<width { valueBar[j * row + c] += factor * weights[j] * outBar[i * row + c] }
      }
      for j in 0...i {
        let sBar = scale * weights[j] * (weightBars[j] - mean)
        for c in 0..<width {
          queryBar[i * row + c] += sBar * key[j * row + c]
          keyBar[j * row + c] += sBar * query[i * row + c]
        }
      }
    }
  }

  private static func logit(_ head: AttentionHead, _ query: In, _ key: In) -> S {
    S(head.scale) * product(head.width, query, key)
  }

  private static func product(_ n: Int, _ a: In, _ b: In) -> S {
    var sum: S = 0
    for c in 0..<n { sum += a[c] * b[c] }
    return sum
  }
}
