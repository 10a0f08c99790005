public import Tensors

/// Adam (Kingma and Ba, ICLR 2015), with a rate for each group of parameters.
///
///     m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
///     p -= rate / (1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon)
///
/// A parameter that has no gradient in a step is left alone and its `t` does not advance: parameters
/// that are trained in turns behave as under optimizers of their own.
public struct Adam<S: Scalar>: Sendable {
  /// The constants.
  public let recipe: AdamRecipe
  // By position in the weights; empty tensors until the first step that moves the parameter. Arrays,
  // because a dictionary copies a generic value that is changed in place.
  private var means: [Tensor<S>] = []
  private var squares: [Tensor<S>] = []
  private var steps: [Int] = []

  /// An optimizer that has made no step.
  public init(_ recipe: AdamRecipe) {
    self.recipe = recipe
  }

  /// Moves every parameter that has a gradient, in place. 28 bytes of memory traffic a `Float`.
  public mutating func step(
    _ weights: inout Weights<S>, _ gradients: borrowing Gradients<S>, on workers: Workers = .one
  ) {
    while steps.count < weights.paths.count {
      means.append(Tensor(zeros: [0]))
      squares.append(Tensor(zeros: [0]))
      steps.append(0)
    }
    for (position, gradient) in gradients.byParameter {
      if steps[position] == 0 {
        means[position] = Tensor(zeros: gradient.shape)
        squares[position] = Tensor(zeros: gradient.shape)
      }
      steps[position] += 1
      let step = AdamStep(
        rate: recipe.rate(for: weights.path(at: position)), beta1: recipe.beta1,
        beta2: recipe.beta2, epsilon: recipe.epsilon, decay: recipe.decay, step: steps[position])
      weights.updateTensor(at: position) {
        $0.stepAdam(
          step, gradient: gradient, mean: &means[position], square: &squares[position],
          on: workers)
      }
    }
  }
}

/// The constants of ``Adam``.
public struct AdamRecipe: Hashable, Sendable {
  /// The rate of parameters that no group names.
  public var rate: Double
  /// The rates of groups, by the beginning of their paths: `encoder` names `encoder.weight` and
  /// `encoder.bias`, but not `encoders.weight`. The longest match counts.
  public var rates: [String: Double]
  /// How slowly the mean forgets.
  public var beta1 = 0.9
  /// How slowly the mean square forgets.
  public var beta2 = 0.999
  /// What keeps the quotient finite.
  public var epsilon = 1e-8
  /// Coupled weight decay: `decay p` is added to the gradient.
  public var decay = 0.0

  /// One rate for all, and other ones for the named groups.
  public static func adam(rate: Double, rates: [String: Double] = [:]) -> AdamRecipe {
    AdamRecipe(rate: rate, rates: rates)
  }

  /// The rate of the parameter at a path.
  public func rate(for path: String) -> Double {
    rates.filter { path == $0.key || path.hasPrefix($0.key + ".") }
      .max { $0.key.utf8.count < $1.key.utf8.count }?.value ?? rate
  }
}
