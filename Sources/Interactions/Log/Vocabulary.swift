/// The ids of all users, or of all items, and their indices: `0 ..< count`.
///
/// Ids are equal when their UTF-8 bytes are: `"\u{E9}"` and `"e\u{301}"` are two ids.
public struct Vocabulary: Hashable, Sendable {
  /// The ids by index.
  public let ids: [String]
  private let table: IDTable

  /// A vocabulary in which each id has the index of its place.
  ///
  /// - Precondition: no id comes twice.
  public init(_ ids: [String]) {
    var table = IDTable()
    for (index, id) in ids.enumerated() {
      let number = table.intern(id)
      precondition(number == index, "id \"\(id)\" stands at \(number) and at \(index)")
    }
    self.ids = ids
    self.table = table
  }

  /// The ids of a table, with their numbers there.
  init(_ table: IDTable) {
    ids = (0..<table.count).map(table.string)
    self.table = table
  }

  /// The number of ids.
  public var count: Int { ids.count }

  /// The id of an index.
  public subscript(index: Int) -> String { ids[index] }

  /// The index of an id, if it is known. Expected O(length of the id).
  public func index(of id: String) -> Int? {
    let bytes = Array(id.utf8)
    return table.find(bytes.span, 0..<bytes.count).map { Int($0) }
  }

  /// Whether both hold the same ids (the same bytes) in the same order.
  public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
    left.table.ends == right.table.ends && left.table.arena == right.table.arena
  }

  /// Feeds the ids to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(table.ends)
    hasher.combine(table.arena)
  }
}
