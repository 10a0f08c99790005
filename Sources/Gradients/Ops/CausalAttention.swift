import Tensors

extension Tape {
  /// Causal multi-head attention within sequences of any lengths, which stand one after another.
  ///
  ///     s[i, j] = query[i] . key[j] / sqrt(d / heads),  j <= i
  ///     a[i] = softmax(s[i]),  w = a mask / (1 - rate)
  ///     out[i] = sum_j w[i, j] value[j]
  ///
  /// With `g[i, j] = outBar[i] . value[j] mask / (1 - rate)`:
  ///
  ///     sBar[i, j] = a[i, j] (g[i, j] - sum_l a[i, l] g[i, l]) / sqrt(d / heads)
  ///     queryBar[i] = sum_j sBar[i, j] key[j],  keyBar[j] = sum_i sBar[i, j] query[i]
  ///     valueBar[j] = sum_i w[i, j] outBar[i]
  ///
  /// Shapes: all `[rows, d]`. Sequence `s` is rows `starts[s] ..< starts[s + 1]`, and may be empty; `starts`
  /// has one more element than there are sequences. Head `h` is columns
  /// `h d / heads ..< (h + 1) d / heads`. There is no output projection. The mask is a function of the
  /// tape's seed, sequence, head, row of the query and row of the key.
  ///
  /// 2 d L^2 operations for a sequence of length L, 5 d L^2 in the adjoint. Weights exist for a few rows
  /// at a time and are computed again in the adjoint; kept are the inputs and two numbers for each row and
  /// head.
  ///
  /// A row does not depend on later ones, if these are finite, nor on other sequences, to the last bit.
  ///
  /// - Precondition: equal shapes; starts that ascend from 0 to `rows`; `d` a multiple of
  ///   `heads`; `0 <= rate < 1`.
  ///
  /// Source: Vaswani et al., "Attention Is All You Need" (NeurIPS 2017), equation 1; Dao et al.,
  /// "FlashAttention" (NeurIPS 2022), for the adjoint from recomputed weights.
  public mutating func causalAttention(
    query: Variable, key: Variable, value: Variable, starts: [Int], heads: Int = 1,
    dropout rate: Double = 0
  ) -> Variable {
    let workers = workers
    let (q, k, v) = (self[query], self[key], self[value])
    let attention = CausalAttention(starts: starts, heads: heads, dropout: nextDropout(rate: rate))
    var out = uninitialized(q.shape)
    var statistics = uninitialized(attention.statisticsShape(rows: q.rows))
    attention.apply(
      query: q, key: k, value: v, into: &out, statistics: &statistics, on: workers)
    let kept = statistics
    return record(out, from: [query, key, value]) { yBar, adjoints in
      var (qBar, kBar, vBar) = (
        adjoints.uninitialized(q.shape), adjoints.uninitialized(q.shape),
        adjoints.uninitialized(q.shape)
      )
      attention.applyAdjoint(
        query: q, key: k, value: v, outBar: yBar, statistics: kept, queryBar: &qBar,
        keyBar: &kBar, valueBar: &vBar, on: workers)
      adjoints.handOver(&qBar, to: query, on: workers)
      adjoints.handOver(&kBar, to: key, on: workers)
      adjoints.handOver(&vBar, to: value, on: workers)
    }
  }
}

extension Adjoints {
  /// Adds a share that nobody else has; where it is the first it becomes the adjoint, not a copy of it.
  fileprivate mutating func handOver(
    _ share: inout Tensor<S>, to variable: Variable, on workers: Workers
  ) {
    update(variable) { adjoint, accumulate in
      if accumulate {
        adjoint.add(share, on: workers)
      } else {
        swap(&adjoint, &share)
      }
    }
  }
}
