import Gradients
import Tensors

struct ActivatedEntry: CatalogedOp {
  let activation: Activation

  let file = "Activated"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 130]]]
  var ulps: Double { activation == .sigmoid ? 8 : 0 }
  var description: String { "\(file) \(activation)" }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.activate(inputs[0], activation)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    inputs[0].map { x in
      switch activation {
      case .identity: x
      case .relu: max(x, 0)
      case .sigmoid: 1 / (1 + exponential(-x))
      }
    }
  }
}
