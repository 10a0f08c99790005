public import Gradients
public import Interactions
public import Tensors

/// A model whose item-item matrix is computed from a log in one pass, without gradients.
///
/// What ``TrainableModel`` and ``Trainer`` are to models that learn in steps: a recipe without a number,
/// which ``fit(on:workers:)`` finds. There is no batch, no epoch and no seed.
public protocol ItemItemEstimator: Sendable {
  /// After how many later events of its user an item counts half; nil where all count alike.
  var halfLife: Double? { get }

  /// The parameters for so many items; their paths are the keys of a checkpoint.
  func parameters(itemCount: Int) -> [Parameter]

  /// The numbers that a log gives, the same bits for any number of workers.
  func weights(fitting log: InteractionLog, on workers: Workers) throws -> Weights<Float>
}

extension ItemItemEstimator {
  /// Computes the matrix. Only what is fitted recommends.
  ///
  /// - Throws: what the estimator throws.
  public func fit(on log: InteractionLog, workers: Workers = .one) throws -> ItemItemModel {
    try ItemItemModel(weights: weights(fitting: log, on: workers), halfLife: halfLife)
  }
}

/// `items.count`, which every estimator has: how often training met each item.
enum ItemCounts {
  static func parameter(itemCount: Int) -> Parameter {
    Parameter("items.count", shape: [itemCount], initializer: .zeros)
  }

  /// The numbers of events, repeats included.
  static func tensor(of log: InteractionLog) -> Tensor<Float> {
    var counts = Tensor<Float>(zeros: [log.itemCount])
    for event in log.events { counts[event.item] += 1 }
    return counts
  }
}
