public import Gradients
public import Interactions
public import Tensors

/// A model with the numbers of others beside its own. They were found before and stay as they are: all of it is one
/// set of weights, which is saved, compared and restored as one, and only the model is trained.
///
/// ```swift
/// let model = try Accompanied(sasRec, by: ["ease": ease.weights])
/// let trained = try trainer.fit(model, on: split.train)
/// var live = LiveBlend(
///   trained.base().live(after: split.train), as: "sasrec", weight: 0.6,
///   ItemItemModel(weights: trained.companion("ease")).live(after: split.train), as: "ease", weight: 0.4)
/// ```
///
/// A companion's numbers are frozen parameters, at its name and their own path: `ease.items.weight`.
public struct Accompanied<Base: TrainableModel>: TrainableModel {
  /// What is trained.
  public let base: Base
  /// The model's, then those of the others.
  public let parameters: [Parameter]
  /// The paths of a companion's numbers, in their order.
  private let paths: [String: [String]]

  /// A model and numbers of others by their names.
  ///
  /// - Throws: ``CompositionError`` where a path stands for different parameters.
  public init(
    _ base: Base, by companions: KeyValuePairs<String, Weights<Float>>
  ) throws(CompositionError) {
    let frozen = companions.flatMap { name, weights in
      weights.paths.compactMap { path in
        weights[path].map { values in
          Parameter(
            "\(name).\(path)", shape: values.shape, initializer: .values(values), isFrozen: true)
        }
      }
    }
    self.base = base
    parameters = try (base.parameters + frozen).shared()
    paths = Dictionary(companions.map { ($0, $1.paths) }) { first, _ in first }
  }

  /// The model's data.
  public func dataset(of log: InteractionLog) -> Base.Dataset { base.dataset(of: log) }

  /// The model's batches.
  public func batches(
    of data: Base.Dataset, size: Int, epoch: Int, seed: Seed
  ) -> [Base.Batch] {
    base.batches(of: data, size: size, epoch: epoch, seed: seed)
  }

  /// The model's loss.
  public func loss<S: Scalar>(
    of batch: Base.Batch, in data: Base.Dataset, on tape: inout Tape<S>
  ) -> Variable {
    base.loss(of: batch, in: data, on: &tape)
  }

  /// What becomes of the model's weights.
  public func finish(_ weights: inout Weights<Float>, after data: Base.Dataset) {
    base.finish(&weights, after: data)
  }

  fileprivate func companion(
    _ name: String, in weights: Weights<Float>
  ) -> Weights<Float> {
    guard let paths = paths[name] else { preconditionFailure("no companion is called \(name)") }
    return Weights(
      paths.map { path in
        guard let values = weights["\(name).\(path)"] else {
          preconditionFailure("\(name).\(path) is not one of \(weights.paths)")
        }
        return (path, values)
      })
  }
}

extension Trained {
  /// The model that was trained, with its numbers.
  public func base<Base>() -> Trained<Base> where M == Accompanied<Base> {
    Trained<Base>(
      model: model.base, weights: Weights(model.base.parameters.map { ($0.path, weights[$0]) }),
      history: history)
  }

  /// The numbers of another one by its name, at their own paths.
  ///
  /// - Precondition: there is one of that name.
  public func companion<Base>(_ name: String) -> Weights<Float> where M == Accompanied<Base> {
    model.companion(name, in: weights)
  }
}
