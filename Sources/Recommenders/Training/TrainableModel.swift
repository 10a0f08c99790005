public import Gradients
public import Interactions
public import Tensors

/// A model whose parameters are found by gradients.
///
/// A model is a recipe: sizes and parameter handles, immutable, without a single number. The numbers
/// are ``Weights``, which ``Trainer/fit(_:on:)`` finds.
public protocol TrainableModel: Sendable {
  /// The training data as this model reads it.
  associatedtype Dataset: Sendable
  /// The part of it that one step learns from.
  associatedtype Batch: Sendable

  /// All parameters; their paths are the keys of a checkpoint.
  var parameters: [Parameter] { get }

  /// Reads a log.
  func dataset(of log: InteractionLog) -> Dataset

  /// The steps of an epoch in their order, a function of the arguments alone.
  func batches(of data: Dataset, size: Int, epoch: Int, seed: Seed) -> [Batch]

  /// The loss of a batch, a scalar on the tape: a function of the batch, the data, and what the tape carries from the step before
  /// in the same epoch. The first step of an epoch finds nothing there.
  func loss<S: Scalar>(of batch: Batch, in data: Dataset, on tape: inout Tape<S>) -> Variable

  /// What becomes of the weights after the last step.
  func finish(_ weights: inout Weights<Float>, after data: Dataset)
}
