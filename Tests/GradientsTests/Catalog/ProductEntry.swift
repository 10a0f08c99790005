import Gradients
import Tensors

struct ProductEntry: CatalogedOp {
  let file = "Product"
  let cases: [[Shape]] = [[3, 5], [1, 1], [0, 4], [70, 33], [300, 130], [7]].map { [$0, $0] }
  // Two roundings where a share is added.
  let ulps = 1.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.product(inputs[0], inputs[1])
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    Tensor(zip(inputs[0].elements, inputs[1].elements).map { $0 * $1 }, shape: inputs[0].shape)
  }
}
