public import Tensors

/// The name, shape and first value of an array that is trained, or kept as it is. The numbers themselves
/// are in ``Weights``.
public struct Parameter: Hashable, Sendable {
  /// Where it stands in its model, as `encoder.weight`: also its key in a checkpoint.
  public let path: String
  /// Its extents.
  public let shape: Shape
  /// How it begins.
  public let initializer: Initializer
  /// Whether it stays as it begins: it is saved, compared and digested as all others are, and nothing is
  /// differentiated by it.
  public let isFrozen: Bool

  /// A parameter at that path of a model.
  ///
  /// - Precondition: given first values have its shape.
  public init(
    _ path: String, shape: Shape, initializer: Initializer, isFrozen: Bool = false
  ) {
    if case .values(let values) = initializer {
      precondition(
        values.shape == shape, "\(path) has shape \(shape), its first values \(values.shape)")
    }
    self.path = path
    self.shape = shape
    self.initializer = initializer
    self.isFrozen = isFrozen
  }
}
