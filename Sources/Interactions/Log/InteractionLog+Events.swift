extension InteractionLog {
  /// The events in time order, from index 0.
  public var events: Events { Events(log: self) }

  /// The events of a log, one after the other.
  public struct Events: RandomAccessCollection, Sendable {
    fileprivate let log: InteractionLog

    /// Always 0.
    public var startIndex: Int { 0 }

    /// The number of events.
    public var endIndex: Int { log.count }

    /// The event at that place in the time order. O(1).
    public subscript(position: Int) -> Interaction {
      Interaction(
        user: Int(log.userColumn[position]), item: Int(log.itemColumn[position]),
        timestamp: log.timestamps[position])
    }
  }
}
