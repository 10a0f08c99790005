import Gradients
import Tensors

struct DotsEntry: CatalogedOp {
  let file = "Dots"
  let hasBias: Bool
  let ulps = 128.0
  var description: String { hasBias ? file : "\(file) without bias" }

  // Queries, table and, if there is one, bias.
  var cases: [[Shape]] {
    [(3, 4, 5), (1, 1, 1), (0, 3, 2), (2, 0, 3), (1, 33, 40), (70, 33, 65)].map {
      [[$0, $1], [$2, $1]] + (hasBias ? [[$2]] : [])
    }
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.dots(of: inputs[0], with: inputs[1], bias: hasBias ? inputs[2] : nil)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (q, t) = (inputs[0], inputs[1])
    var y = Tensor<Double>(zeros: [q.rows, t.rows])
    for r in 0..<q.rows {
      for i in 0..<t.rows {
        y[r, i] = (0..<q.columns).reduce(hasBias ? inputs[2][i] : 0) { $0 + q[r, $1] * t[i, $1] }
      }
    }
    return y
  }
}
