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
  private var moments: [Int: Moments] = [:]

  private struct Moments: Sendable {
    var mean: Tensor<S>
    var square: Tensor<S>
    var steps = 0

    init(shape: Shape) {
      mean = Tensor(zeros: shape)
      square = Tensor(zeros: shape)
    }

    mutating func move(
      _ parameter: inout Tensor<S>, against gradient: Tensor<S>, rate: Double,
      _ recipe: AdamRecipe, on workers: Workers
    ) {
      steps += 1
      let step = AdamStep(
        rate: rate, beta1: recipe.beta1, beta2: recipe.beta2, epsilon: recipe.epsilon,
        decay: recipe.decay, step: steps)
      parameter.stepAdam(step, gradient: gradient, mean: &mean, square: &square, on: workers)
    }
  }

  /// An optimizer that has made no step.
  public init(_ recipe: AdamRecipe) {
    self.recipe = recipe
  }

  /// Moves every parameter that has a gradient, in place. 28 bytes of memory traffic a `Float`.
  public mutating func step(
    _ weights: inout Weights<S>, _ gradients: borrowing Gradients<S>, on workers: Workers = .one
  ) {
    for (position, gradient) in gradients.byParameter {
      let rate = recipe.rate(for: weights.paths[position])
      weights.updateTensor(at: position) {
        moments[position, default: Moments(shape: gradient.shape)]
          .move(&$0, against: gradient, rate: rate, recipe, on: workers)
      }
    }
  }

  /// Where the means and mean squares lie; the same before and after a step that copied nothing.
  package var addresses: Set<UInt> {
    Set(moments.values.flatMap { [$0.mean.address, $0.square.address] })
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
  public static func adam(rate: Double, rates: [String: Double] = [:], beta2: Double = 0.999) -> AdamRecipe {
    AdamRecipe(rate: rate, rates: rates, beta2: beta2)
  }

  /// The rate of the parameter at a path.
  public func rate(for path: String) -> Double {
    rates.filter { path == $0.key || path.hasPrefix($0.key + ".") }
      .max { $0.key.utf8.count < $1.key.utf8.count }?.value ?? rate
  }
}
