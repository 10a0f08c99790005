import Gradients
import Tensors

struct CombinationEntry: CatalogedOp {
  let file = "Combination"
  let cases: [[Shape]] = [
    [[3, 5], [3, 5]], [[1, 1], [1, 1]], [[0, 4], [0, 4]], [[7], [7]], [[300, 130], [300, 130]],
  ]
  let ulps = 4.0

  /// The first input twice, and a sum of two results.
  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let (a, b) = (inputs[0], inputs[1])
    let y = tape.combination([(a, 2), (b, -0.5), (a, 0.25)])
    return tape.sum(y, b)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    Tensor(
      zip(inputs[0].elements, inputs[1].elements).map { 2.25 * $0 + 0.5 * $1 },
      shape: inputs[0].shape)
  }
}
