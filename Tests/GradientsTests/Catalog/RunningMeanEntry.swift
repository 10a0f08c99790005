import Gradients
import Tensors

struct RunningMeanEntry: CatalogedOp {
  let file = "RunningMean"
  let cases: [[Shape]] = [[[7, 3]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 5]]]
  let ulps = 64.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.runningMean(inputs[0], starts: raggedStarts(rows: tape[inputs[0]].rows, seed))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let x = inputs[0]
    let starts = raggedStarts(rows: x.rows, seed)
    var y = Tensor<Double>(zeros: x.shape)
    for (start, end) in zip(starts, starts.dropFirst()) {
      for t in start..<end {
        for j in 0..<x.columns {
          y[t, j] = (start...t).reduce(0) { $0 + x[$1, j] } / Double(t - start + 1)
        }
      }
    }
    return y
  }
}

/// Sequences of up to `longest` rows, among them empty ones, that share out the rows.
func raggedStarts(rows: Int, longest: Int = 9, _ seed: Seed) -> [Int] {
  var generator = seed.child("starts").generator()
  var starts = [0, 0]
  while let last = starts.last, last < rows {
    starts.append(min(rows, last + Int(generator.next() % UInt64(longest + 1))))
  }
  return starts + [rows]
}
