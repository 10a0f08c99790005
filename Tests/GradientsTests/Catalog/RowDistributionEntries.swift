import Gradients
import Tensors

struct RowSoftmaxEntry: CatalogedOp {
  let file = "RowSoftmax"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 130]]]
  let ulps = 16.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.rowSoftmax(inputs[0])
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    shares(of: inputs[0].map { exponential($0) })
  }
}

struct RowSharesEntry: CatalogedOp {
  let file = "RowShares"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 130]]]
  let ulps = 16.0

  // Shares are of what is not negative.
  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.rowShares(tape.activate(inputs[0], .sigmoid))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    shares(of: inputs[0].map { 1 / (1 + exponential(-$0)) })
  }
}

private func shares(of x: Tensor<Double>) -> Tensor<Double> {
  var y = x
  for row in 0..<x.rows {
    let sum = (0..<x.columns).reduce(0) { $0 + x[row, $1] }
    for column in 0..<x.columns { y[row, column] /= sum }
  }
  return y
}
