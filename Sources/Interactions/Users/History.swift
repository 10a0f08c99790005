/// What somebody did, and when they are asked about.
public struct History: Hashable, Sendable {
  /// All items, oldest first.
  public var items: [Int32]
  /// The times of the items; as many.
  public var timestamps: [Double]
  /// The time of what is to be predicted.
  public var next: Double

  /// A history.
  ///
  /// - Parameter next: the time of what is to be predicted; that of the last item unless told otherwise.
  /// - Precondition: as many times as items.
  public init(items: [Int32], timestamps: [Double], next: Double? = nil) {
    precondition(
      items.count == timestamps.count, "\(items.count) items at \(timestamps.count) times")
    self.items = items
    self.timestamps = timestamps
    self.next = next ?? timestamps.last ?? 0
  }

  /// Items whose times nobody knows: 0, 1, 2 and so on stand for them.
  public init(_ items: [Int]) {
    self.init(
      items: items.map { Int32(clamping: $0) }, timestamps: items.indices.map(Double.init),
      next: Double(items.count))
  }

  /// Without the items that a catalogue of that size does not have.
  package func keepingItems(below itemCount: Int) -> Self {
    precondition(
      items.count == timestamps.count, "\(items.count) items at \(timestamps.count) times")
    let catalogue = 0..<Int32(itemCount)
    guard !items.allSatisfy(catalogue.contains) else { return self }
    let kept = items.indices.filter { catalogue.contains(items[$0]) }
    return Self(items: kept.map { items[$0] }, timestamps: kept.map { timestamps[$0] }, next: next)
  }
}
