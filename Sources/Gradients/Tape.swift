public import Tensors

/// A value on a tape.
public struct Variable: Hashable, Sendable {
  let index: Int
}

/// Records a computation forwards and walks it backwards (reverse-mode differentiation).
///
/// ```swift
/// var tape = Tape(weights, seed: seed.child("dropout", step), workers: workers)
/// let loss = model.loss(of: batch, on: &tape)
/// let gradients = tape.backward(from: loss)   // the tape is gone, and with it every borrowed weight
/// optimizer.step(&weights, gradients)
/// ```
///
/// A tape is used once: it cannot be copied, and `backward` consumes it, so that nothing shares memory
/// with the weights when the optimizer changes them in place.
public struct Tape<S: Scalar>: ~Copyable {
  typealias Adjoint = (Tensor<S>, inout Adjoints<S>) -> Void

  struct Record {
    let value: Tensor<S>
    let needsAdjoint: Bool
    let adjoint: Adjoint?
  }

  private let weights: Weights<S>
  private var records: [Record] = []
  private var parameters: [Int: Variable] = [:]
  private let seed: Seed?
  private var draws = 0
  private let carried: [String: Tensor<S>]
  /// What this step leaves to the next one, by name.
  public private(set) var left: [String: Tensor<S>] = [:]
  /// Where values take their memory; an operation's own may, as `Tensor(zeros: shape, in: pool)`.
  public let pool: StoragePool
  /// The threads that operations may use.
  public let workers: Workers

  /// An empty tape over a model's numbers.
  ///
  /// - Parameters:
  ///   - seed: the randomness of this step. Without one nothing is random: dropout passes everything.
  ///   - carried: what the step before this one has ``left``; nothing at the beginning of an epoch.
  ///   - pool: where values take their memory; share one between steps, and only the first allocates.
  public init(
    _ weights: Weights<S>, seed: Seed? = nil, carrying carried: [String: Tensor<S>] = [:],
    workers: Workers = .one, pool: StoragePool = StoragePool()
  ) {
    self.weights = weights
    self.seed = seed
    self.carried = carried
    self.workers = workers
    self.pool = pool
    // What scoring one user takes: a short tape grows once.
    records.reserveCapacity(32)
  }

  /// The value of a variable.
  public subscript(variable: Variable) -> Tensor<S> { records[variable.index].value }

  /// The variable of a parameter; the same one however often it is asked for.
  public mutating func parameter(_ parameter: Parameter) -> Variable {
    let position = weights.position(of: parameter)
    if let variable = parameters[position] { return variable }
    let value = weights.tensor(at: position)
    precondition(
      value.shape == parameter.shape,
      "\(parameter.path) has shape \(value.shape), but the model wants \(parameter.shape)")
    let variable = append(
      Record(value: value, needsAdjoint: !parameter.isFrozen, adjoint: nil))
    parameters[position] = variable
    return variable
  }

  /// A variable that nothing is differentiated by.
  public mutating func constant(_ value: Tensor<S>) -> Variable {
    append(Record(value: value, needsAdjoint: false, adjoint: nil))
  }

  /// What the step before this one has left under a name; nil where it has left nothing.
  ///
  /// No gradient goes back into it: a step that is over cannot be differentiated.
  public func carried(_ name: String) -> Tensor<S>? { carried[name] }

  /// Leaves a value to the next step.
  ///
  /// - Precondition: nothing else of this step has that name.
  public mutating func leave(_ value: Variable, as name: String) {
    precondition(left[name] == nil, "two values of one step are left as \(name)")
    left[name] = self[value]
  }

  /// A variable that ``backward(from:)`` gives the gradient of, though it is no parameter.
  package mutating func input(_ value: Tensor<S>) -> Variable {
    append(Record(value: value, needsAdjoint: true, adjoint: nil))
  }

  /// Adds the result of an operation.
  ///
  /// - Parameters:
  ///   - inputs: what it was computed from.
  ///   - adjoint: given the result's adjoint, adds each input's share with
  ///     ``Adjoints/update(_:_:)`` or ``Adjoints/add(to:_:)``. It must not keep the tape's variables
  ///     alive otherwise than by the tensors that it needs.
  public mutating func record(
    _ value: Tensor<S>, from inputs: [Variable],
    adjoint: @escaping (Tensor<S>, inout Adjoints<S>) -> Void
  ) -> Variable {
    let needed = inputs.contains { records[$0.index].needsAdjoint }
    return append(
      Record(value: value, needsAdjoint: needed, adjoint: needed ? adjoint : nil))
  }

  /// Memory for a result; its elements are unspecified until they are written.
  package func uninitialized(_ shape: Shape) -> Tensor<S> {
    Tensor(uninitialized: shape, in: pool)
  }

  /// Dropout of the step's own randomness, different at each call; none where the tape has no seed.
  ///
  /// - Precondition: `0 <= rate < 1`, whether there is a seed or not.
  package mutating func nextDropout(rate: Double) -> DropoutMask {
    precondition((0..<1).contains(rate), "dropout of \(rate) is not in 0 ..< 1")
    guard let seed, rate > 0 else { return .none }
    draws += 1
    return DropoutMask(rate: rate, seed: seed.child(draws))
  }

  /// The gradients of `loss` for all parameters that it depends on, but for frozen ones.
  ///
  /// - Precondition: `loss` has one element.
  public consuming func backward(from loss: Variable) -> Gradients<S> {
    precondition(self[loss].count == 1, "a loss has one element, not shape \(self[loss].shape)")
    return backward(from: loss, adjoint: Tensor(repeating: 1, shape: self[loss].shape))
  }

  /// The vector-Jacobian product: what `adjoint`, the sensitivity to `result`, makes of every input.
  package consuming func backward(
    from result: Variable, adjoint: Tensor<S>
  ) -> Gradients<S> {
    precondition(
      self[result].shape == adjoint.shape,
      "an adjoint of shape \(adjoint.shape) for a value of shape \(self[result].shape)")
    var adjoints = Adjoints<S>(records: records, pool: pool, workers: workers)
    adjoints.set(result, adjoint)
    for index in stride(from: result.index, through: 0, by: -1) {
      guard let step = records[index].adjoint else { continue }
      if let bar = adjoints.take(Variable(index: index)) { step(bar, &adjoints) }
    }
    var byParameter: [Int: DeferredTensor<S>] = [:]
    for (position, variable) in parameters {
      byParameter[position] = adjoints.takeDeferred(variable)
    }
    return Gradients(byParameter: byParameter, adjoints: adjoints)
  }

  func needsAdjoint(_ variable: Variable) -> Bool { records[variable.index].needsAdjoint }

  private mutating func append(_ record: Record) -> Variable {
    records.append(record)
    return Variable(index: records.count - 1)
  }
}
