import Tensors

extension Tape {
  /// Of a linear layer the outputs that each row asks for: `y[r, j] = x[r] . W[:, i] + b[i]`,
  /// `i = candidates[r, j]`.
  ///
  ///     xBar[r] = sum_j yBar[r, j] W[:, i],  WBar[:, i] = sum yBar[r, j] x[r],  bBar[i] = sum yBar[r, j]
  ///
  /// Shapes: `x [rows, k]`, `W [k, n]`, `b [n]`, `candidates` c ids for each row, row by row, `y [rows, c]`.
  /// 6 rows c k operations both ways, never `rows n k`, and zeros in the adjoints of `W` and `b` where they are
  /// trained. Keeps `x`, `W` and the candidates.
  ///
  /// - Precondition: the shapes fit, as many candidates for each row, all in `0 ..< n`.
  public mutating func linear(
    _ x: Variable, weight: Variable, bias: Variable, candidates: [Int32]
  ) -> Variable {
    let workers = workers
    let (xValue, w) = (self[x], self[weight])
    var y = uninitialized([xValue.rows, xValue.rows == 0 ? 0 : candidates.count / xValue.rows])
    y.assignOutputs(candidates, of: xValue, times: w, bias: self[bias], on: workers)
    return record(y, from: [x, weight, bias]) { yBar, adjoints in
      adjoints.add(to: x) {
        $0.addOutputsAdjoint(candidates, yBar: yBar, times: w, on: workers)
      }
      adjoints.add(to: weight) {
        $0.addOutputs(candidates, from: xValue, yBar: yBar, on: workers)
      }
      adjoints.add(to: bias) { $0.addElements(at: candidates, from: yBar) }
    }
  }
}
