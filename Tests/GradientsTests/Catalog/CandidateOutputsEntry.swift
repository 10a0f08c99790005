import Gradients
import Tensors

struct CandidateOutputsEntry: CatalogedOp {
  let file = "CandidateOutputs"
  let candidatesPerRow: Int
  let ulps = 64.0
  var description: String { "\(file) \(candidatesPerRow)" }

  // Input, weight and bias.
  var cases: [[Shape]] {
    [(3, 4, 5), (1, 1, 1), (0, 3, 2), (2, 0, 3), (70, 33, 9), (300, 50, 40)].map {
      [[$0, $1], [$1, $2], [$2]]
    }
  }

  private func candidates(_ rows: Int, _ n: Int, _ seed: Seed) -> [Int32] {
    indexSample(rows * candidatesPerRow, below: n, seed)
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.linear(
      inputs[0], weight: inputs[1], bias: inputs[2],
      candidates: candidates(tape[inputs[0]].rows, tape[inputs[2]].count, seed))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (x, w, b) = (inputs[0], inputs[1], inputs[2])
    let outputs = candidates(x.rows, b.count, seed).map(Int.init)
    return Tensor(
      outputs.enumerated().map { position, output in
        (0..<x.columns).reduce(b[output]) {
          $0 + x[position / candidatesPerRow, $1] * w[$1, output]
        }
      }, shape: [x.rows, x.rows == 0 ? 0 : candidatesPerRow])
  }
}
