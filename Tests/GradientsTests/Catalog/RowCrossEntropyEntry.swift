import Foundation
import Gradients
import Tensors

struct RowCrossEntropyEntry: CatalogedOp {
  let file = "RowCrossEntropy"
  // The sparse counts follow from the shape.
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 2]], [[40, 33]], [[600, 18]]]
  let ulps = 64.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let z = tape[inputs[0]]
    let x = sparseSample(rows: z.rows, columns: z.columns, seed)
    return tape.softmaxCrossEntropy(inputs[0], against: x.converted(to: S.self))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let z = inputs[0]
    let x = sparseSample(rows: z.rows, columns: z.columns, seed).dense()
    var loss = 0.0
    for r in 0..<z.rows {
      let sum = (0..<z.columns).reduce(0) { $0 + exp(z[r, $1]) }
      for j in 0..<z.columns { loss -= x[r, j] * log(exp(z[r, j]) / sum) }
    }
    return Tensor([loss / Double(max(z.rows, 1))], shape: [])
  }
}
