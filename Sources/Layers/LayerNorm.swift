public import Gradients
public import Tensors

/// The parameters of a layer normalisation of rows: `scale [width]`, which begins at 1, and
/// `shift [width]`, which begins at 0.
public struct LayerNorm: Hashable, Sendable {
  /// `[width]`, at `path.scale`
  public let scale: Parameter
  /// `[width]`, at `path.shift`
  public let shift: Parameter

  /// A layer at that path of a model.
  ///
  /// - Precondition: a width of at least 1.
  public init(_ path: String, width: Int) {
    precondition(width > 0, "\(path): rows of \(width)")
    scale = Parameter("\(path).scale", shape: [width], initializer: .constant(1))
    shift = Parameter("\(path).shift", shape: [width], initializer: .zeros)
  }

  /// `scale` and `shift`.
  public var parameters: [Parameter] { [scale, shift] }

  /// `x [rows, width]` normalised row by row; see ``Tape/layerNorm(_:scale:shift:epsilon:)``.
  public func callAsFunction<S: Scalar>(_ x: Variable, on tape: inout Tape<S>) -> Variable {
    let (scale, shift) = (tape.parameter(scale), tape.parameter(shift))
    return tape.layerNorm(x, scale: scale, shift: shift)
  }
}
