public import Gradients
public import Interactions
public import Tensors

/// Two encoders of items as one: `table = first + second`.
///
/// Where both are trained they are one table twice; the use is a table that is not, with one that is:
///
/// ```swift
/// let learned = LearnedItems(count: log.itemCount, width: 64)
/// let model = try SASRec(
///   items: SummedItems(learned, LiveItems(.source, of: embeddings)),
///   score: DotScore(to: SummedItems(learned, LiveItems(.target, of: embeddings))))
/// ```
///
/// Items are then read and predicted by one learned table as in SASRec, and by what AutoSeqRec counted beside
/// it. O(n width) beside the parts.
public struct SummedItems<First: ItemEncoder, Second: ItemEncoder>: ItemEncoder {
  /// The parts.
  public let first: First, second: Second

  /// The sum of two encoders.
  ///
  /// - Precondition: of as many items and as wide.
  public init(_ first: First, _ second: Second) {
    precondition(
      first.itemCount == second.itemCount && first.width == second.width,
      "\(first.itemCount) items of width \(first.width), \(second.itemCount) of \(second.width)")
    self.first = first
    self.second = second
  }

  /// The number of items n.
  public var itemCount: Int { first.itemCount }

  /// The width of a row.
  public var width: Int { first.width }

  /// Those of both.
  public var parameters: [Parameter] { first.parameters + second.parameters }

  /// The sum.
  public func table<S: Scalar>(on tape: inout Tape<S>) -> Variable {
    let addend = first.table(on: &tape)
    return tape.sum(addend, second.table(on: &tape))
  }
}

extension SummedItems: FollowedPiece {
  /// A sum follows what its parts follow.
  public func follower(
    after log: InteractionLog, in weights: inout Weights<Float>
  ) -> any WeightsFollower {
    let parts: [any ItemEncoder] = [first, second]
    return Followers(
      parts: parts.compactMap {
        ($0 as? any FollowedPiece)?.follower(after: log, in: &weights)
      })
  }
}

private struct Followers: WeightsFollower {
  var parts: [any WeightsFollower]

  mutating func observe(_ event: Interaction, in weights: inout Weights<Float>) {
    for place in parts.indices { parts[place].observe(event, in: &weights) }
  }
}
