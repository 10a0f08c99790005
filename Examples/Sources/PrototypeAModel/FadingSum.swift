package import SeqRec

extension Tape {
  /// Within each sequence `y_t = x_t + g .* y_{t-1}`. Shapes: `x`, `y [positions, k]`, `g [k]`.
  package mutating func fadingSum(_ x: Variable, gate g: Variable, starts: [Int]) -> Variable {
    let (gate, columns, first) = (self[g], 0..<self[g].count, Set(starts))
    let later = (0..<self[x].rows).filter { !first.contains($0) }
    var y = self[x]
    for t in later { for k in columns { y[t, k] += gate[k] * y[t - 1, k] } }
    return record(y, from: [x, g]) { [y] yBar, adjoints in
      var xBar = yBar  // xBar_t = yBar_t + g .* xBar_{t+1}
      for t in later.reversed() { for k in columns { xBar[t - 1, k] += gate[k] * xBar[t, k] } }
      adjoints.add(to: x) { $0.add(xBar) }
      adjoints.add(to: g) { gBar in
        for t in later { for k in columns { gBar[k] += xBar[t, k] * y[t - 1, k] } }
      }
    }
  }
}
