public import Tensors

/// Moves parameters against their gradients by an ``UpdateRule``, with a rate for each group of parameters.
///
/// A parameter that has no gradient in a step is left alone, and the count of its steps does not advance: parameters
/// that are trained in turns behave as under optimizers of their own.
public struct Optimizer<S: Scalar>: Sendable {
  /// The constants.
  public let recipe: OptimizerRecipe
  /// By position in the weights; `nil` where no step has been made.
  private var moments: [Moments?] = []

  private struct Moments: Sendable {
    var mean: Tensor<S>
    var square: Tensor<S>
    var steps = 0

    mutating func move(
      _ parameter: inout Tensor<S>, against gradient: DeferredTensor<S>, rate: Double,
      _ recipe: OptimizerRecipe, in pool: StoragePool, on workers: Workers
    ) {
      steps += 1
      switch recipe.rule {
      case .adam(let beta1, let beta2, let epsilon):
        let step = AdamStep(
          rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: recipe.decay,
          step: steps)
        parameter.stepAdam(
          step, gradient: gradient, mean: &mean, square: &square, in: pool, on: workers)
      case .adagrad(let momentum, let epsilon):
        let step = AdagradStep(
          rate: rate, momentum: momentum, epsilon: epsilon, decay: recipe.decay)
        parameter.stepAdagrad(
          step, gradient: gradient, velocity: &mean, sum: &square, in: pool, on: workers)
      }
    }
  }

  /// An optimizer that has made no step.
  public init(_ recipe: OptimizerRecipe) {
    self.recipe = recipe
  }

  /// An optimizer that goes on where another one was: it makes the same steps to the last bit.
  ///
  /// The moments share memory with the state, so as long as somebody keeps that, the next step copies
  /// them once.
  ///
  /// - Precondition: every moment belongs to one of the weights and has its shape.
  public init(
    _ recipe: OptimizerRecipe, continuing state: OptimizerState<S>, of weights: Weights<S>
  ) {
    self.recipe = recipe
    moments = weights.paths.map { path in
      guard let mean = state.mean[path], let square = state.square[path],
        let steps = state.steps[path]
      else { return nil }
      let shape = weights[path]?.shape
      precondition(
        mean.shape == shape && square.shape == shape,
        "moments of shapes \(mean.shape) and \(square.shape) for \(path)")
      return Moments(mean: mean, square: square, steps: steps)
    }
    let count = moments.count { $0 != nil }
    precondition(
      count == state.steps.count, "moments of \(state.mean.paths) for \(weights.paths)")
  }

  /// What it has gathered, by the paths of the weights that it moves.
  ///
  /// The state shares the moments' memory: nothing is copied unless the state is still kept when the
  /// next step changes them. O(parameters).
  public func state(of weights: Weights<S>) -> OptimizerState<S> {
    let kept = zip(weights.paths, moments).compactMap { path, moments in
      moments.map { (path: path, moments: $0) }
    }
    return OptimizerState(
      mean: Weights(kept.map { ($0.path, $0.moments.mean) }),
      square: Weights(kept.map { ($0.path, $0.moments.square) }),
      steps: Dictionary(uniqueKeysWithValues: kept.map { ($0.path, $0.moments.steps) }))
  }

  /// Moves every parameter that has a gradient, in place. 24 bytes of memory traffic a `Float`, and 4 more
  /// where the gradient is no product that is multiplied out on the way.
  public mutating func step(
    _ weights: inout Weights<S>, _ gradients: borrowing Gradients<S>, on workers: Workers = .one
  ) {
    if moments.isEmpty { moments = Array(repeating: nil, count: weights.paths.count) }
    for (position, gradient) in gradients.byParameter {
      let rate = recipe.rate(for: weights.paths[position])
      if moments[position] == nil {
        moments[position] = Moments(
          mean: Tensor(zeros: gradient.shape), square: Tensor(zeros: gradient.shape))
      }
      weights.updateTensor(at: position) {
        moments[position]?.move(
          &$0, against: gradient, rate: rate, recipe, in: gradients.pool, on: workers)
      }
    }
  }

  /// Where the means and mean squares lie; the same before and after a step that copied nothing.
  package var addresses: Set<UInt> {
    Set(moments.compactMap { $0 }.flatMap { [$0.mean.address, $0.square.address] })
  }
}
