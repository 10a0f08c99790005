/// How much of each item of a history the state takes in that a user's scores come from.
public struct Attention: Hashable, Sendable {
  /// The items that were read, oldest first, repeats included.
  public let items: [Int]
  /// For each layer, head and item a part between 0 and 1; those of a head add up to 1.
  ///
  /// Layers after the first read states, in which the items before have left something already: a part there
  /// is one of the state at the item's place.
  public let layers: [[[Double]]]

  /// What the heads of each layer take in.
  ///
  /// - Precondition: as many parts for each head as items.
  public init(items: [Int], layers: [[[Double]]]) {
    precondition(
      layers.allSatisfy { $0.allSatisfy { $0.count == items.count } },
      "parts of other than \(items.count) items")
    self.items = items
    self.layers = layers
  }

  /// The mean over the heads of each layer, by item.
  public var means: [[Double]] {
    layers.map { heads in
      items.indices.map { item in
        heads.reduce(0) { $0 + $1[item] } / Double(max(heads.count, 1))
      }
    }
  }
}
