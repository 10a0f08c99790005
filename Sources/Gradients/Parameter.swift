public import Tensors

/// The name, shape and first value of a trained array. The numbers themselves are in ``Weights``.
public struct Parameter: Hashable, Sendable {
  /// Where it stands in its model, as `encoder.weight`: also its key in a checkpoint.
  public let path: String
  /// Its extents.
  public let shape: Shape
  /// How it begins.
  public let initializer: Initializer

  /// A parameter at that path of a model.
  ///
  /// - Precondition: given first values have its shape.
  public init(_ path: String, shape: Shape, initializer: Initializer) {
    if case .values(let values) = initializer {
      precondition(
        values.shape == shape, "\(path) has shape \(shape), its first values \(values.shape)")
    }
    self.path = path
    self.shape = shape
    self.initializer = initializer
  }
}
