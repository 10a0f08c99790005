import SeqRec
import Testing

/// Compares every element of the gradients of a loss with a 5-point difference, in double precision.
///
/// The step is small, so that no rectifier passes its kink on the way.
///
/// - Parameters:
///   - parameters: whose gradients are compared; one without a gradient has zeros.
///   - seed: what dropout is drawn from, the same at every point; nil for none.
func expectGradients(
  of parameters: [Parameter], at weights: Weights<Double>, seed: Seed?,
  sourceLocation: SourceLocation = #_sourceLocation,
  loss: (inout Tape<Double>) -> Variable
) {
  var tape = Tape(weights, seed: seed)
  let variable = loss(&tape)
  let gradients = tape.backward(from: variable)
  for parameter in parameters {
    let gradient =
      gradients.gradient(of: parameter, in: weights) ?? Tensor(zeros: parameter.shape)
    for element in 0..<gradient.count {
      func f(_ step: Double) -> Double {
        var moved = weights
        moved.update(parameter) { $0[element] += step }
        var tape = Tape(moved, seed: seed)
        let variable = loss(&tape)
        return tape[variable].scalar
      }
      let h = 1e-5
      let difference = (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h)
      #expect(
        abs(gradient[element] - difference) <= 1e-9, "\(parameter.path) \(element)",
        sourceLocation: sourceLocation)
    }
  }
}
