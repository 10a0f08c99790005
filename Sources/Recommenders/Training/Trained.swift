public import Gradients
public import Tensors

/// A model with its numbers. Only what is trained recommends.
public struct Trained<M: TrainableModel>: Sendable {
  /// The recipe.
  public let model: M
  /// The numbers.
  public let weights: Weights<Float>
  /// How the training went; empty where the weights come from a file.
  public let history: TrainingHistory

  package init(model: M, weights: Weights<Float>, history: TrainingHistory) {
    self.model = model
    self.weights = weights
    self.history = history
  }

  /// A model with weights that were trained elsewhere, used as they are.
  ///
  /// - Precondition: every parameter of the model is there, in its shape.
  public init(_ model: M, weights: Weights<Float>) {
    for parameter in model.parameters {
      let shape = weights[parameter].shape
      precondition(
        shape == parameter.shape, "\(parameter.path) has shape \(shape), not \(parameter.shape)")
    }
    self.init(model: model, weights: weights, history: TrainingHistory())
  }
}
