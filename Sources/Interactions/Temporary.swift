public import Tensors
public struct UserHistories: Sendable {
  public init(after: InteractionLog) {}
  public func items(of user: Int) -> [Int32] { [] }
  public func timestamps(of user: Int) -> [Double] { [] }
  public mutating func observe(_ event: Interaction) {}
  public var userCount: Int { 0 }
}
public struct UniformNegatives: Sendable {
  public init(itemCount: Int, rejecting: UserHistories) {}
  public func draw(for user: Int, using g: inout SplitMix64) -> Int32 { 0 }
}
