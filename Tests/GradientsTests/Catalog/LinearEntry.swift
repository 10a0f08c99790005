import Gradients
import Tensors

struct LinearEntry: CatalogedOp {
  let file = "Linear"
  let hasBias: Bool
  var description: String { hasBias ? file : "\(file) without bias" }
  var ulps: Double { 256 }

  // Rows, weight and, if there is one, bias.
  var cases: [[Shape]] {
    [(3, 4, 5), (1, 1, 1), (0, 3, 2), (2, 0, 3), (1, 33, 40), (70, 33, 65), (1100, 9, 17)].map {
      [[$0, $1], [$1, $2]] + (hasBias ? [[$2]] : [])
    }
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.linear(inputs[0], weight: inputs[1], bias: hasBias ? inputs[2] : nil)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (x, w) = (inputs[0], inputs[1])
    var y = Tensor<Double>(zeros: [x.rows, w.columns])
    for r in 0..<x.rows {
      for j in 0..<w.columns {
        y[r, j] = (0..<w.rows).reduce(hasBias ? inputs[2][j] : 0) { $0 + x[r, $1] * w[$1, j] }
      }
    }
    return y
  }
}
