public import Tensors

extension Tape {
  /// A linear layer on sparse rows: `y = dropped(x) W + b`, a sum of the rows of `W` that `x` names.
  ///
  ///     y[r] = b + sum_i x[r, i] W[i]
  ///     WBar = transpose(x) yBar,  bBar = sum_r yBar[r]
  ///
  /// Shapes: `x [rows, n]`, `W [n, k]`, `b [k]`, `y [rows, k]`. O(entries of x times k), never
  /// `rows n k`. Keeps what is left of `x`.
  ///
  /// - Precondition: the shapes fit; `0 <= rate < 1`.
  public mutating func sparseLinear(
    _ x: SparseMatrix<S>, weight: Variable, bias: Variable, dropout rate: Double = 0
  ) -> Variable {
    let (workers, x) = (workers, x.dropped(by: nextDropout(rate: rate)))
    var y = uninitialized([x.rows, self[weight].columns])
    y.multiply(x, self[weight], addingBias: self[bias], on: workers)
    return record(y, from: [weight, bias]) { yBar, adjoints in
      adjoints.add(transposed: x, times: yBar, to: weight)
      adjoints.add(to: bias) { $0.addColumnSums(of: yBar) }
    }
  }
}
