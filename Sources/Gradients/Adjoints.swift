public import Tensors

/// The adjoints gathered so far while a tape is walked backwards.
public struct Adjoints<S: Scalar>: Sendable {
  private var tensors: [DeferredTensor<S>?]
  private let shapes: [Shape?]
  /// Whether nothing is differentiated further, so that elements are wanted by the optimizer alone.
  private let areLeaves: [Bool]
  let pool: StoragePool
  let workers: Workers

  init(records: [Tape<S>.Record], pool: StoragePool, workers: Workers) {
    tensors = Array(repeating: nil, count: records.count)
    shapes = records.map { $0.needsAdjoint ? $0.value.shape : nil }
    areLeaves = records.map { $0.adjoint == nil }
    self.pool = pool
    self.workers = workers
  }

  /// Writes or adds a share of an input's adjoint.
  ///
  /// `body` gets the adjoint and whether it must add; if not, it must write every element. It is not
  /// called for inputs that nothing is differentiated by.
  public mutating func update(
    _ variable: Variable, _ body: (_ adjoint: inout Tensor<S>, _ accumulate: Bool) -> Void
  ) {
    guard let shape = shapes[variable.index] else { return }
    let accumulates = tensors[variable.index] != nil
    var tensor = take(variable) ?? Tensor<S>(uninitialized: shape, in: pool)
    body(&tensor, accumulates)
    set(variable, tensor)
  }

  /// Adds `a b` to an input's adjoint; to that of a parameter, which has no other share, as the product that it
  /// is: the optimizer multiplies it out. The factors live until then; one that is a parameter itself is copied when
  /// the optimizer moves it.
  package mutating func add(_ a: Factor<S>, times b: Factor<S>, to variable: Variable) {
    let workers = workers
    if let product = DeferredTensor(a, b), keeps(product, for: variable) { return }
    update(variable) { $0.multiply(a, b, accumulate: $1, on: workers) }
  }

  /// Adds `transpose(x) y` to an input's adjoint; to that of a parameter as the product that it is.
  package mutating func add(
    transposed x: SparseMatrix<S>, times y: Tensor<S>, to variable: Variable
  ) {
    let workers = workers
    if keeps(.sparseProduct(transposed: x, y), for: variable) { return }
    add(to: variable) { $0.addTransposed(x, times: y, on: workers) }
  }

  private mutating func keeps(_ product: DeferredTensor<S>, for variable: Variable) -> Bool {
    let index = variable.index
    guard shapes[index] != nil, areLeaves[index], tensors[index] == nil else { return false }
    precondition(product.shape == shapes[index], "an adjoint of shape \(product.shape)")
    tensors[index] = product
    return true
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

  mutating func set(_ variable: Variable, _ tensor: Tensor<S>) {
    tensors[variable.index] = .elements(tensor)
  }

  mutating func take(_ variable: Variable) -> Tensor<S>? {
    takeDeferred(variable)?.multipliedOut(in: pool, on: workers)
  }

  mutating func takeDeferred(_ variable: Variable) -> DeferredTensor<S>? {
    defer { tensors[variable.index] = nil }
    return tensors[variable.index]
  }

  subscript(variable: Variable) -> Tensor<S>? {
    tensors[variable.index]?.multipliedOut(on: workers)
  }
}

/// The gradients of one loss.
public struct Gradients<S: Scalar>: Sendable {
  let byParameter: [Int: DeferredTensor<S>]
  private let adjoints: Adjoints<S>
  /// Where the tape took its memory.
  var pool: StoragePool { adjoints.pool }

  init(byParameter: [Int: DeferredTensor<S>], adjoints: Adjoints<S>) {
    self.byParameter = byParameter
    self.adjoints = adjoints
  }

  /// The gradient of a parameter of those weights, or `nil` where the loss does not depend on it or
  /// it is frozen. O(elements), and a product where the gradient is one that has not been multiplied out.
  public func gradient(of parameter: Parameter, in weights: Weights<S>) -> Tensor<S>? {
    byParameter[weights.position(of: parameter)]?.multipliedOut(on: adjoints.workers)
  }

  /// The gradient of an input that is no parameter.
  package func gradient(of input: Variable) -> Tensor<S>? { adjoints[input] }
}
