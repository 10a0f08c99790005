import Gradients
import Tensors

struct SharedDotsEntry: CatalogedOp {
  /// How many groups share candidates: the last one has fewer, and behind it the last row has none.
  let groups: Int
  let hasBias: Bool

  let file = "SharedDots"
  let ulps = 64.0
  var description: String { "\(file) \(groups)\(hasBias ? "" : " without bias")" }

  // Queries, table and, if there is one, bias.
  var cases: [[Shape]] {
    [(3, 4, 5), (1, 1, 1), (0, 3, 2), (2, 0, 3), (70, 33, 9), (300, 50, 40)].map {
      [[$0, $1], [$2, $1]] + (hasBias ? [[$2]] : [])
    }
  }

  private func shared(_ rows: Int, _ n: Int, _ seed: Seed) -> [SharedCandidates] {
    let last = groups == 1 ? rows : max(rows - 1, 0)
    return (0..<groups).map { group in
      SharedCandidates(
        rows: group * last / groups..<(group + 1) * last / groups,
        items: indexSample(group == groups - 1 ? 3 : 4, below: n, seed.child(group)))
    }
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let (rows, n) = (tape[inputs[0]].rows, tape[inputs[1]].rows)
    return tape.dots(
      of: inputs[0], with: inputs[1], bias: hasBias ? inputs[2] : nil,
      targets: indexSample(rows, below: n, seed), shared: shared(rows, n, seed))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (q, t) = (inputs[0], inputs[1])
    let groups = shared(q.rows, t.rows, seed)
    var y = Tensor<Double>(zeros: [q.rows, 1 + (groups.map(\.items.count).max() ?? 0)])
    for (row, target) in indexSample(q.rows, below: t.rows, seed).enumerated() {
      let items = groups.first { $0.rows.contains(row) }?.items ?? []
      for (column, item) in ([target] + items).enumerated() {
        y[row, column] = (0..<q.columns).reduce(hasBias ? inputs[2][Int(item)] : 0) {
          $0 + q[row, $1] * t[Int(item), $1]
        }
      }
    }
    return y
  }
}
