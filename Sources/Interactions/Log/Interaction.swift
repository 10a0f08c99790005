/// One event: that user met that item at that time.
///
/// User and item are indices into the vocabularies of the log that the event belongs to. The unit of
/// time is the one of the source (mostly Unix seconds).
public struct Interaction: Hashable, Sendable {
  /// The index of the user, from 0.
  public var user: Int
  /// The index of the item, from 0.
  public var item: Int
  /// The time of the event.
  public var timestamp: Double

  /// An event from its three parts.
  public init(user: Int, item: Int, timestamp: Double) {
    self.user = user
    self.item = item
    self.timestamp = timestamp
  }
}
