import Foundation
import Gradients
import Tensors

struct CatalogCrossEntropyEntry: CatalogedOp {
  let file = "CatalogCrossEntropy"
  let hasBias: Bool
  let ulps = 256.0
  var description: String { hasBias ? file : "\(file) without bias" }

  // Queries, table and, if there is one, bias. The last is done in more than one part.
  var cases: [[Shape]] {
    [(3, 4, 5), (1, 1, 1), (0, 3, 2), (2, 0, 3), (70, 33, 65), (1200, 3, 40)].map {
      [[$0, $1], [$2, $1]] + (hasBias ? [[$2]] : [])
    }
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let (rows, n) = (tape[inputs[0]].rows, tape[inputs[1]].rows)
    return tape.softmaxCrossEntropy(
      of: inputs[0], with: inputs[1], bias: hasBias ? inputs[2] : nil,
      targets: indexSample(rows, below: n, seed))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (q, t) = (inputs[0], inputs[1])
    var loss = 0.0
    for (r, target) in indexSample(q.rows, below: t.rows, seed).enumerated() {
      let z = (0..<t.rows).map { i in
        (0..<q.columns).reduce(hasBias ? inputs[2][i] : 0) { $0 + q[r, $1] * t[i, $1] }
      }
      let largest = z.max() ?? 0
      loss += log(z.reduce(0) { $0 + exp($1 - largest) }) + largest - z[Int(target)]
    }
    return Tensor([loss / Double(max(q.rows, 1))], shape: [])
  }
}
