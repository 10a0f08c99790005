import Gradients
import Tensors

struct LayerNormEntry: CatalogedOp {
  let file = "LayerNorm"
  // Rows, scale and shift.
  let cases: [[Shape]] = [
    [[3, 5], [5], [5]], [[2, 1], [1], [1]], [[0, 4], [4], [4]], [[70, 33], [33], [33]],
    [[1100, 50], [50], [50]],
  ]
  let ulps = 64.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.layerNorm(inputs[0], scale: inputs[1], shift: inputs[2], epsilon: 1e-3)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (x, n) = (inputs[0], inputs[0].columns)
    var y = x
    for r in 0..<x.rows {
      let mean = (0..<n).reduce(0) { $0 + x[r, $1] } / Double(n)
      let variance = (0..<n).reduce(0) { $0 + (x[r, $1] - mean) * (x[r, $1] - mean) } / Double(n)
      for j in 0..<n {
        y[r, j] = (x[r, j] - mean) / (variance + 1e-3).squareRoot() * inputs[1][j] + inputs[2][j]
      }
    }
    return y
  }
}
