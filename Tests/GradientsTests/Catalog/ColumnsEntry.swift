import Gradients
import Tensors

struct ColumnsEntry: CatalogedOp {
  let perRow: Int

  let file = "Columns"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 130]]]
  // Shares of a column that is named several times.
  let ulps = 16.0
  var description: String { "\(file) \(perRow)" }

  private func candidates(_ shape: Shape, _ seed: Seed) -> [Int32] {
    indexSample(shape[0] * perRow, below: shape[1], seed)
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.columns(candidates(tape[inputs[0]].shape, seed), of: inputs[0])
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let x = inputs[0]
    let candidates = candidates(x.shape, seed)
    return Tensor(
      candidates.indices.map { x[$0 / perRow, Int(candidates[$0])] },
      shape: [x.rows, x.rows > 0 ? perRow : 0])
  }
}
