public import Tensors

/// What an ``Optimizer`` has gathered so far, by path: what a training needs besides the weights to go on.
public struct OptimizerState<S: Scalar>: Sendable, Equatable {
  /// Adam's running means `m` of the gradients, or Adagrad's velocities `v`, of every parameter that a step has moved.
  public let mean: Weights<S>
  /// Adam's running means `v` of their squares, or Adagrad's sums `s`, of the same parameters.
  public let square: Weights<S>
  /// How many steps have moved each of them: the `t` of the bias corrections.
  public let steps: [String: Int]

  /// The given moments.
  ///
  /// - Precondition: all three name the same parameters, with at least one step each.
  public init(mean: Weights<S>, square: Weights<S>, steps: [String: Int]) {
    precondition(
      mean.paths == square.paths && Set(mean.paths) == Set(steps.keys),
      "means of \(mean.paths), squares of \(square.paths), steps of \(steps.keys.sorted())")
    precondition(steps.values.allSatisfy { $0 >= 1 }, "a parameter without steps has no moments")
    self.mean = mean
    self.square = square
    self.steps = steps
  }
}
