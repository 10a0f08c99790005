import Gradients
import Tensors

struct WidenedEntry: CatalogedOp {
  let added: Int

  let file = "Widened"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[3, 0]], [[70, 33]], [[300, 130]]]
  let ulps = 0.0
  var description: String { "\(file) by \(added)" }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.widened(inputs[0], to: tape[inputs[0]].columns + added, with: -0.75)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let x = inputs[0]
    return Tensor(
      (0..<x.rows).flatMap { r in
        (0..<x.columns + added).map { $0 < x.columns ? x[r, $0] : -0.75 }
      }, shape: [x.rows, x.columns + added])
  }
}
