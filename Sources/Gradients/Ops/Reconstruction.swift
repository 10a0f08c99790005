public import Tensors

extension Tape {
  /// A decoder and its loss in one: the mean squared error of `dropped(activation(e W + b))` against
  /// sparse rows, zeros included.
  ///
  ///     u = e W + b,  y = dropped(activation(u)),  loss = sum (y - x)^2 / (rows n)
  ///     z = d loss / d u:  eBar = z transpose(W),  WBar = transpose(e) z,  bBar = sum_r z[r]
  ///
  /// Shapes: `e [rows, k]`, `W [k, n]`, `b [n]`, `x [rows, n]`; the result is a scalar. 6 rows n k
  /// operations both ways. Keeps `e`, `W` and `z`.
  ///
  /// Source: AutoSeqRec, the three reconstruction losses, with the released code's mean in place of the
  /// Frobenius norm.
  public mutating func reconstruction(
    of x: SparseMatrix<S>, from e: Variable, weight: Variable, bias: Variable,
    activation: Activation, dropout rate: Double = 0
  ) -> Variable {
    let workers = workers
    let (eValue, w) = (self[e], self[weight])
    var z = uninitialized([x.rows, x.columns])
    let loss = z.assignReconstruction(
      of: x, from: eValue, weight: w, bias: self[bias], activation: activation,
      dropout: nextDropout(rate: rate), on: workers)
    let derivative = z
    let result = Tensor(repeating: S(loss), shape: [], in: pool)
    return record(result, from: [e, weight, bias]) { lossBar, adjoints in
      var z = derivative
      if lossBar.scalar != 1 {
        z = adjoints.uninitialized(derivative.shape)
        z.assign(derivative, times: lossBar.scalar, on: workers)
      }
      adjoints.add(.transposed(eValue), times: .plain(z), to: weight)
      adjoints.update(e) { eBar, accumulate in
        eBar.multiply(.plain(z), .transposed(w), accumulate: accumulate, on: workers)
      }
      adjoints.add(to: bias) { $0.addColumnSums(of: z) }
    }
  }
}
