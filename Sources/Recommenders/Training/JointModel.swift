public import Gradients
public import Interactions
public import Tensors

/// Two models that are trained together on the sum of their losses, because they share parameters: what both name
/// is there once.
///
///     loss = loss of a batch of the first + secondWeight (mean loss of some batches of the second)
///
/// A step takes one batch of the first model; the second one's batches of an epoch are spread over these steps, so that
/// an epoch reads all data of both.
public struct JointModel<First: TrainableModel, Second: TrainableModel>: TrainableModel {
  /// The models.
  public let first: First, second: Second
  /// What the loss of the second one is multiplied with.
  public let secondWeight: Double
  /// Those of both.
  public let parameters: [Parameter]

  /// The data of both.
  public struct Dataset: Sendable {
    package let first: First.Dataset
    package let second: Second.Dataset
  }

  /// A batch of the first model, and of the second as many as come to it.
  public struct Batch: Sendable {
    package let first: First.Batch
    package let second: [Second.Batch]
  }

  /// Both models.
  ///
  /// - Throws: ``CompositionError`` where a path stands for different parameters.
  public init(
    _ first: First, _ second: Second, secondWeight: Double = 1
  ) throws(CompositionError) {
    self.first = first
    self.second = second
    self.secondWeight = secondWeight
    parameters = try (first.parameters + second.parameters).shared()
  }

  /// Reads a log for both.
  public func dataset(of log: InteractionLog) -> Dataset {
    Dataset(first: first.dataset(of: log), second: second.dataset(of: log))
  }

  /// The batches of the first model, each with its part of the second one's.
  public func batches(of data: Dataset, size: Int, epoch: Int, seed: Seed) -> [Batch] {
    let own = first.batches(of: data.first, size: size, epoch: epoch, seed: seed.child("first"))
    let others = second.batches(
      of: data.second, size: size, epoch: epoch, seed: seed.child("second"))
    return own.enumerated().map { step, batch in
      let part = step * others.count / own.count..<(step + 1) * others.count / own.count
      return Batch(first: batch, second: Array(others[part]))
    }
  }

  /// The sum of the losses.
  public func loss<S: Scalar>(
    of batch: Batch, in data: Dataset, on tape: inout Tape<S>
  ) -> Variable {
    var addends = [(first.loss(of: batch.first, in: data.first, on: &tape), 1.0)]
    for part in batch.second {
      addends.append(
        (
          second.loss(of: part, in: data.second, on: &tape),
          secondWeight / Double(batch.second.count)
        ))
    }
    return tape.combination(addends)
  }

  /// What becomes of the weights of each.
  public func finish(_ weights: inout Weights<Float>, after data: Dataset) {
    first.finish(&weights, after: data.first)
    second.finish(&weights, after: data.second)
  }
}

extension Trained {
  /// The first of two models that were trained together, with its numbers.
  public func first<First, Second>() -> Trained<First> where M == JointModel<First, Second> {
    part(model.first)
  }

  /// The second one.
  public func second<First, Second>() -> Trained<Second> where M == JointModel<First, Second> {
    part(model.second)
  }

  private func part<Part>(_ part: Part) -> Trained<Part> {
    Trained<Part>(
      model: part, weights: Weights(part.parameters.map { ($0.path, weights[$0]) }),
      history: history)
  }
}
