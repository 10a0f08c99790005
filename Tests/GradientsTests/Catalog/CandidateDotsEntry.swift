import Gradients
import Tensors

struct CandidateDotsEntry: CatalogedOp {
  let file = "CandidateDots"
  let candidatesPerRow: Int
  let hasBias: Bool
  let ulps = 64.0
  var description: String { "\(file) \(candidatesPerRow)\(hasBias ? "" : " without bias")" }

  // Queries, table and, if there is one, bias.
  var cases: [[Shape]] {
    [(3, 4, 5), (1, 1, 1), (0, 3, 2), (2, 0, 3), (70, 33, 9), (300, 50, 40)].map {
      [[$0, $1], [$2, $1]] + (hasBias ? [[$2]] : [])
    }
  }

  private func candidates(_ rows: Int, _ n: Int, _ seed: Seed) -> [Int32] {
    indexSample(rows * candidatesPerRow, below: n, seed)
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.dots(
      of: inputs[0], with: inputs[1], bias: hasBias ? inputs[2] : nil,
      candidates: candidates(tape[inputs[0]].rows, tape[inputs[1]].rows, seed))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let (q, t) = (inputs[0], inputs[1])
    let c = q.rows == 0 ? 0 : candidatesPerRow
    let items = candidates(q.rows, t.rows, seed).map(Int.init)
    return Tensor(
      items.enumerated().map { position, item in
        (0..<q.columns).reduce(hasBias ? inputs[2][item] : 0) {
          $0 + q[position / c, $1] * t[item, $1]
        }
      }, shape: [q.rows, c])
  }
}
