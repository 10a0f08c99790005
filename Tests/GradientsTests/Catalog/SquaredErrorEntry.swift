import Gradients
import Tensors

struct SquaredErrorEntry: CatalogedOp {
  let file = "SquaredError"
  // The sparse target follows from the shape.
  let cases: [[Shape]] = [
    [[3, 5]], [[1, 1]], [[0, 4]], [[3, 0]], [[70, 33]], [[9, 2100]], [[700, 65]],
  ]
  let ulps = 64.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let x = tape[inputs[0]]
    let target = sparseSample(rows: x.rows, columns: x.columns, seed)
    return tape.meanSquaredError(inputs[0], against: target.converted(to: S.self))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let x = inputs[0]
    let target = sparseSample(rows: x.rows, columns: x.columns, seed).dense()
    let sum = zip(x.elements, target.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return Tensor([x.count > 0 ? sum / Double(x.count) : 0], shape: [])
  }
}
