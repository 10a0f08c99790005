public import Gradients
public import Interactions
public import Tensors

/// What a live session keeps up with the stream although nothing is trained: numbers of a model that are counted
/// and encoded, as AutoSeqRec's embeddings of items are.
public protocol WeightsFollower: Sendable {
  /// Takes an event in and changes the numbers that it changes.
  mutating func observe(_ event: Interaction, in weights: inout Weights<Float>)
}

/// A piece with such numbers.
public protocol FollowedPiece: Sendable {
  /// A follower of what comes after a log, whose numbers it first writes into the weights. O(events width).
  func follower(
    after log: InteractionLog, in weights: inout Weights<Float>
  ) -> any WeightsFollower
}
