public import Gradients
public import Tensors
public struct Embedding: Hashable, Sendable {
  public let weight: Parameter
  public init(_ path: String, count: Int, width: Int, initializer: Initializer) { weight = Parameter("\(path).weight", shape: [count, width], initializer: initializer) }
}
public struct LayerNorm: Hashable, Sendable {
  public let scale, shift: Parameter
  public init(_ path: String, width: Int) { scale = Parameter("\(path).scale", shape: [width], initializer: .zeros); shift = scale }
  public var parameters: [Parameter] { [scale, shift] }
  public func callAsFunction<S: Scalar>(_ x: Variable, on tape: inout Tape<S>) -> Variable { x }
}
public struct GRU: Hashable, Sendable {
  public init(_ path: String, inputs: Int, outputs: Int, reset: GRUReset) {}
  public var parameters: [Parameter] { [] }
  public func callAsFunction<S: Scalar>(_ x: Variable, starts: [Int], on tape: inout Tape<S>) -> Variable { x }
}
