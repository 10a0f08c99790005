public import SeqRec

/// A computation on the tape that the laws of ``Laws/ofOperation(_:shapes:)`` can be asked of: an
/// operation of one's own, or a layer.
///
/// ```swift
/// struct Squared: DifferentiableOperation {
///   func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
///     tape.squared(inputs[0])
///   }
/// }
/// ```
public protocol DifferentiableOperation: Sendable {
  /// The parameters that it takes from the tape; none unless it says so.
  var parameters: [Parameter] { get }

  /// The result. Kinks of the inputs, as that of a rectifier at 0, must not lie where the laws look: they
  /// draw inputs from a grid of 1/1024 on `[-1, 1)`.
  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable
}

extension DifferentiableOperation {
  /// None.
  public var parameters: [Parameter] { [] }
}

/// Where a computation is looked at: the numbers of its inputs and parameters.
struct Point<S: Scalar>: Sendable {
  var inputs: [Tensor<S>]
  /// Those that something is differentiated by.
  let parameters: [Parameter]
  var values: [Tensor<S>]
  /// What stays as it is.
  var frozen: [(path: String, tensor: Tensor<S>)] = []

  /// All numbers: of the inputs, then of the parameters.
  var tensors: [Tensor<S>] {
    get { inputs + values }
    set {
      inputs = Array(newValue.prefix(inputs.count))
      values = Array(newValue.suffix(values.count))
    }
  }

  /// What the numbers of `tensors[index]` belong to.
  func name(_ index: Int) -> String {
    index < inputs.count ? "input \(index)" : parameters[index - inputs.count].path
  }

  var weights: Weights<S> {
    Weights(zip(parameters, values).map { (path: $0.path, tensor: $1) } + frozen)
  }

  func converted<Other: Scalar>(to _: Other.Type) -> Point<Other> {
    Point<Other>(
      inputs: inputs.map { $0.converted() }, parameters: parameters,
      values: values.map { $0.converted() },
      frozen: frozen.map { ($0.path, $0.tensor.converted()) })
  }

  /// `self + factor directions`
  func moved(along directions: [Tensor<S>], times factor: S) -> Point {
    var moved = self
    moved.tensors = zip(tensors, directions).map { x, direction in
      var y = x
      y.add(direction, times: factor)
      return y
    }
    return moved
  }
}

extension DifferentiableOperation {
  /// Inputs of these shapes and parameters near their first values.
  func point(_ shapes: [Shape], _ seed: Seed) -> Point<Double> {
    let trained = parameters.withoutRepeats.filter { !$0.isFrozen }
    let frozen = parameters.withoutRepeats.filter(\.isFrozen)
    let values = Weights<Double>(frozen, seed: seed)
    return Point(
      inputs: shapes.enumerated().map { Sample.tensor($1, seed.child("input", $0)) },
      parameters: trained,
      values: Sample.values(of: trained, seed.child("parameters")).map { $0.converted() },
      frozen: frozen.map { ($0.path, values[$0]) })
  }

  /// The result there.
  func value<S: Scalar>(
    at point: Point<S>, seed: Seed? = nil, on workers: Workers = .one
  ) -> Tensor<S> {
    var tape = Tape(point.weights, seed: seed, workers: workers)
    let inputs = point.inputs.map { tape.input($0) }
    let result = self(inputs, on: &tape)
    return tape[result]
  }

  /// What an adjoint of the result makes of each of the point's tensors.
  func gradients<S: Scalar>(
    at point: Point<S>, adjoint: Tensor<S>, seed: Seed? = nil, on workers: Workers = .one
  ) -> [Tensor<S>] {
    let weights = point.weights
    var tape = Tape(weights, seed: seed, workers: workers)
    let inputs = point.inputs.map { tape.input($0) }
    let result = self(inputs, on: &tape)
    let gradients = tape.backward(from: result, adjoint: adjoint)
    return zip(inputs, point.inputs).map { gradients.gradient(of: $0) ?? Tensor(zeros: $1.shape) }
      + point.parameters.map {
        gradients.gradient(of: $0, in: weights) ?? Tensor(zeros: $0.shape)
      }
  }
}
