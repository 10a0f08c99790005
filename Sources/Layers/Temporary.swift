public import Gradients
public import Tensors
public struct GRU: Hashable, Sendable {
  public init(_ path: String, inputs: Int, outputs: Int, reset: GRUReset) {}
  public var parameters: [Parameter] { [] }
  public func callAsFunction<S: Scalar>(_ x: Variable, starts: [Int], on tape: inout Tape<S>) -> Variable { x }
}
