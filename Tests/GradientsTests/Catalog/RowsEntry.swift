import Gradients
import Tensors

struct RowsEntry: CatalogedOp {
  let file = "Rows"
  // The table; twice as many rows are taken as it has.
  let cases: [[Shape]] = [[[4, 5]], [[1, 1]], [[3, 0]], [[70, 33]], [[130, 50]], [[40, 150]]]
  let ulps = 16.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let n = tape[inputs[0]].rows
    return tape.rows(indexSample(2 * n, below: n, seed), of: inputs[0])
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let table = inputs[0]
    let indices = indexSample(2 * table.rows, below: table.rows, seed).map(Int.init)
    return Tensor(
      indices.flatMap { r in (0..<table.columns).map { table[r, $0] } },
      shape: [indices.count, table.columns])
  }
}

/// Indices of which the small ones are far more frequent, as popular items are.
func indexSample(_ count: Int, below bound: Int, _ seed: Seed) -> [Int32] {
  var generator = seed.child("indices").generator()
  return (0..<count).map { _ in
    let (u, v) = (generator.uniform(), generator.uniform())
    return Int32(u * v * Double(bound))
  }
}
