public import Tensors

/// The adjoints gathered so far while a tape is walked backwards.
public struct Adjoints<S: Scalar>: Sendable {
  private var tensors: [Tensor<S>?]
  private let shapes: [Shape?]
  private let pool: StoragePool

  init(records: [Tape<S>.Record], pool: StoragePool) {
    tensors = Array(repeating: nil, count: records.count)
    shapes = records.map { $0.needsAdjoint ? $0.value.shape : nil }
    self.pool = pool
  }

  /// Writes or adds a share of an input's adjoint.
  ///
  /// `body` gets the adjoint and whether it must add; if not, it must write every element. It is not
  /// called for inputs that nothing is differentiated by.
  public mutating func update(
    _ variable: Variable, _ body: (_ adjoint: inout Tensor<S>, _ accumulate: Bool) -> Void
  ) {
    guard let shape = shapes[variable.index] else { return }
    if tensors[variable.index] != nil {
      body(&tensors[variable.index]!, true)
    } else {
      var tensor = Tensor<S>(uninitialized: shape, in: pool)
      body(&tensor, false)
      tensors[variable.index] = tensor
    }
  }

  /// Adds a share of an input's adjoint; `body` gets zeros where nothing was added before.
  public mutating func add(to variable: Variable, _ body: (inout Tensor<S>) -> Void) {
    update(variable) { tensor, accumulate in
      if !accumulate { tensor.fill(0) }
      body(&tensor)
    }
  }

  /// Adds `factor share` to an input's adjoint, whose memory is its own: the share may be somebody else's.
  package mutating func give(
    _ share: Tensor<S>, to variable: Variable, times factor: S = 1, on workers: Workers
  ) {
    update(variable) { adjoint, accumulate in
      if accumulate {
        adjoint.add(share, times: factor, on: workers)
      } else {
        adjoint.assign(share, times: factor, on: workers)
      }
    }
  }

  /// Memory for what an adjoint needs in between; its elements are unspecified.
  package func uninitialized(_ shape: Shape) -> Tensor<S> { Tensor(uninitialized: shape, in: pool) }

  mutating func set(_ variable: Variable, _ tensor: Tensor<S>) { tensors[variable.index] = tensor }

  mutating func take(_ variable: Variable) -> Tensor<S>? {
    defer { tensors[variable.index] = nil }
    return tensors[variable.index]
  }

  subscript(variable: Variable) -> Tensor<S>? { tensors[variable.index] }
}

/// The gradients of one loss.
public struct Gradients<S: Scalar>: Sendable {
  let byParameter: [Int: Tensor<S>]
  private let adjoints: Adjoints<S>

  init(byParameter: [Int: Tensor<S>], adjoints: Adjoints<S>) {
    self.byParameter = byParameter
    self.adjoints = adjoints
  }

  /// The gradient of a parameter of those weights, or `nil` where the loss does not depend on it or
  /// it is frozen.
  public func gradient(of parameter: Parameter, in weights: Weights<S>) -> Tensor<S>? {
    byParameter[weights.position(of: parameter)]
  }

  /// The gradient of an input that is no parameter.
  package func gradient(of input: Variable) -> Tensor<S>? { adjoints[input] }
}
