import Tensors

extension Tape {
  /// The exponential linear unit of every element: `y = x` where `x >= 0`, else `alpha (exp(x) - 1)`;
  /// `xBar = yBar`, times `y + alpha` where `y < 0`. O(elements). Keeps `y`.
  ///
  /// Source: Clevert, Unterthiner and Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units"
  /// (ICLR 2016), equation 15.
  ///
  /// - Precondition: `alpha` is finite and above 0.
  public mutating func elu(_ x: Variable, alpha: Double = 1) -> Variable {
    precondition(alpha.isFinite && alpha > 0, "an ELU of \(alpha)")
    let workers = workers
    var y = uninitialized(self[x].shape)
    y.assignELU(of: self[x], alpha: alpha, on: workers)
    let kept = y
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { $0.addELUAdjoint(y: kept, yBar: yBar, alpha: alpha, on: workers) }
    }
  }
}
