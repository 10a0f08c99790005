public import Tensors

/// Draws items that a user does not have, all equally likely.
///
/// ```swift
/// let negatives = UniformNegatives(rejecting: split.train)
/// let item = negatives.draw(for: user, using: &generator)
/// ```
///
/// With `r` uniform in `0 ..< n - |S|`, the `r`-th item that is not in the user's set `S` is drawn, which
/// is what drawing until an item is not in `S` comes to; but a draw takes one number from the generator,
/// whatever `S` is. O(log |S|) a draw. Memory: 4 bytes an event.
public struct UniformNegatives: Sendable {
  private let rejected: UserItemSets

  /// Draws from all items of a log's vocabulary but those that the user has met in the log, as
  /// SASRec does for training. O(events).
  public init(rejecting log: InteractionLog) {
    self.init(
      rejecting: UserItemSets(of: [log], userCount: log.userCount, itemCount: log.itemCount))
  }

  package init(rejecting items: UserItemSets) {
    rejected = items
  }

  /// The number of items of the catalogue.
  public var itemCount: Int { rejected.itemCount }

  /// How many different items may be drawn for a user. O(1).
  public func itemCount(for user: Int) -> Int { itemCount - rejected.count(of: user) }

  /// One item. A user who has every item gets any of them; one that is unknown rejects nothing.
  ///
  /// - Precondition: there are items.
  public func draw(for user: Int, using generator: inout SplitMix64) -> Int32 {
    let count = itemCount(for: user)
    guard count > 0 else { return Int32(generator.index(below: itemCount)) }
    return rejected.missingItem(generator.index(below: count), of: user)
  }

  /// Items that are all different, in ascending order: every set of that size is equally likely
  /// (Floyd's algorithm). All there are where `count` asks for more. O(count log |S| + count log count)
  /// expected.
  public func drawDistinct(
    _ count: Int, for user: Int, using generator: inout SplitMix64
  ) -> [Int32] {
    precondition(count >= 0, "\(count) items")
    let available = itemCount(for: user)
    guard count < available else {
      return (0..<available).map { rejected.missingItem($0, of: user) }
    }
    var places = Set<Int>(minimumCapacity: count)
    for last in available - count..<available {
      if !places.insert(generator.index(below: last + 1)).inserted { places.insert(last) }
    }
    return places.sorted().map { rejected.missingItem($0, of: user) }
  }
}
