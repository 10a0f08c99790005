/// Rows of different lengths, one behind the other in memory.
public struct RaggedRows<Element: Hashable & Sendable>: RandomAccessCollection, Hashable, Sendable {
  /// The elements of all rows.
  public private(set) var elements: [Element] = []
  /// Where each row ends in `elements`.
  private var ends: [Int] = []

  /// No rows.
  public init() {}

  /// Rows from any lists.
  public init(_ rows: some Sequence<[Element]>) {
    for row in rows { append(row) }
  }

  /// Always 0.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { ends.count }

  /// The elements of a row. O(1).
  public subscript(row: Int) -> ArraySlice<Element> {
    elements[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
  }

  /// Adds a row at the end. O(its length), amortised.
  public mutating func append(_ row: some Sequence<Element>) {
    elements += row
    ends.append(elements.count)
  }
}
