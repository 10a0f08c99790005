import Tensors

extension Tape {
  /// A linear layer: `y = x W + b`.
  ///
  ///     xBar = yBar transpose(W),  WBar = transpose(x) yBar,  bBar = sum_r yBar[r]
  ///
  /// Shapes: `x [rows, k]`, `W [k, n]`, `b [n]`, `y [rows, n]`. 6 rows k n operations both ways. Keeps `x` and
  /// `W`.
  ///
  /// - Precondition: the shapes fit.
  public mutating func linear(_ x: Variable, weight: Variable, bias: Variable?) -> Variable {
    let workers = workers
    let (xValue, w) = (self[x], self[weight])
    var y = uninitialized([xValue.rows, w.columns])
    if let bias {
      y.multiply(.plain(xValue), .plain(w), addingBias: self[bias], on: workers)
    } else {
      y.multiply(.plain(xValue), .plain(w), on: workers)
    }
    return record(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { yBar, adjoints in
      adjoints.add(.transposed(xValue), times: .plain(yBar), to: weight)
      adjoints.update(x) { xBar, accumulate in
        xBar.multiply(.plain(yBar), .transposed(w), accumulate: accumulate, on: workers)
      }
      if let bias { adjoints.add(to: bias) { $0.addColumnSums(of: yBar, on: workers) } }
    }
  }
}
