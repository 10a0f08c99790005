/// Why there is no item-item matrix.
public enum ItemItemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A dense matrix of so many items is not to be made.
  case tooManyItems(Int, limit: Int)
  /// The matrix to invert has a pivot that is not positive.
  case notPositiveDefinite(lambda: Double)
  /// What stands for a neighbour of an item is no item.
  case neighbour(Float, of: Int, itemCount: Int)
  /// An item has the same neighbour twice.
  case repeatedNeighbour(Int, of: Int)
  /// An item was met a negative number of times.
  case negativeCount(Float, of: Int)

  /// What was expected, what was found, and what helps.
  public var description: String {
    switch self {
    case .tooManyItems(let count, let limit):
      "expected at most \(limit) items, found \(count), whose matrix takes "
        + "\(max(1, 4 * count * count / 1_000_000)) MB; fewer items, or a larger itemLimit, may help"
    case .notPositiveDefinite(let lambda):
      "with a lambda of \(lambda) the matrix of co-occurrences cannot be inverted; a larger one helps"
    case .neighbour(let found, let item, let count):
      "expected neighbours of item \(item) among \(count) items, found \(found)"
    case .repeatedNeighbour(let neighbour, let item):
      "expected different neighbours of item \(item), found \(neighbour) twice"
    case .negativeCount(let count, let item):
      "expected a count of at least 0 for item \(item), found \(count)"
    }
  }
}
