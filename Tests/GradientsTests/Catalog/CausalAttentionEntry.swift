import Gradients
import Tensors

struct CausalAttentionEntry: CatalogedOp {
  let heads: Int
  let rate: Double

  let file = "CausalAttention"
  // Query, key and value; the sequences follow from the rows. Beyond a panel, a register tile, 512 keys.
  let cases: [[Shape]] = [
    [[5, 4], [5, 4], [5, 4]], [[1, 2], [1, 2], [1, 2]], [[0, 4], [0, 4], [0, 4]],
    [[60, 34], [60, 34], [60, 34]], [[150, 50], [150, 50], [150, 50]],
    [[530, 2], [530, 2], [530, 2]],
  ]
  let ulps = 64.0
  var description: String { "\(file) \(heads) \(rate)" }

  /// Some of them empty.
  private func starts(_ rows: Int) -> [Int] {
    switch rows {
    case 5: [0, 2, 2, 5]
    case 60: [0, 0, 16, 23, 60, 60]
    case 0: [0, 0, 0]
    default: [0, rows]
    }
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.causalAttention(
      query: inputs[0], key: inputs[1], value: inputs[2], starts: starts(tape[inputs[0]].rows),
      heads: heads, dropout: rate)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    naiveAttention(
      inputs, starts: starts(inputs[0].rows), heads: heads, rate: rate, seed: seed.child(1))
  }
}

/// Attention by its definition; the seed is that of the dropout.
func naiveAttention(
  _ inputs: [Tensor<Double>], starts: [Int], heads: Int, rate: Double, seed: Seed
) -> Tensor<Double> {
  let (query, key, value) = (inputs[0], inputs[1], inputs[2])
  let width = query.columns / heads
  let threshold = UInt32((rate * 4_294_967_296).rounded())
  var out = Tensor<Double>(zeros: query.shape)
  for sequence in 0..<starts.count - 1 {
    let first = starts[sequence]
    for row in first..<starts[sequence + 1] {
      for head in 0..<heads {
        let columns = head * width..<(head + 1) * width
        let dropout = seed.child(sequence).child(head).child(row - first)
        let powers = (first...row).map { other in
          exponential(
            columns.reduce(0) { $0 + query[row, $1] * key[other, $1] } / Double(width).squareRoot())
        }
        let sum = powers.reduce(0, +)
        for (position, power) in powers.enumerated()
        where rate == 0 || dropout.hash(UInt32(position)) >= threshold {
          for column in columns {
            out[row, column] += power / sum / (1 - rate) * value[first + position, column]
          }
        }
      }
    }
  }
  return out
}
