/// Why pieces do not make a model.
public enum CompositionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A piece is of another width than what it meets.
  case width(of: String, expected: Int, found: Int)
  /// A piece knows another number of items than the model.
  case itemCount(piece: String, expected: Int, found: Int)
  /// A window that no item fits in.
  case window(Int)
  /// A sequence model cannot read so many items.
  case length(window: Int, longest: Int)
  /// A score reads something that the composition does not make.
  case missing(part: String, neededBy: String)
  /// A piece whose result no other piece looks at.
  case unread(String)
  /// A number that is not in its range.
  case range(String, expected: String, found: String)
  /// Heads that do not divide the width between them.
  case heads(Int, width: Int)
  /// Two different parameters have the same path.
  case path(String)

  /// What does not fit, what was expected, what was found, and what helps.
  public var description: String {
    switch self {
    case .width(let piece, let expected, let found):
      "\(piece): expected a width of \(expected), found \(found)"
    case .itemCount(let piece, let expected, let found):
      "\(piece): expected \(expected) items, found \(found)"
    case .window(let window):
      "expected a window of at least 1 item, found \(window)"
    case .length(let window, let longest):
      "a window of \(window) items for a sequence model that reads at most \(longest)"
    case .missing(let part, let piece):
      "\(piece) reads the \(part), which this composition does not make"
    case .unread(let piece):
      "no piece of this composition reads the user's embedding; leave out \(piece), or take a score "
        + "that does"
    case .range(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    case .heads(let heads, let width):
      "\(heads) heads cannot share a width of \(width) evenly"
    case .path(let path):
      "two different parameters are called \(path); give one of the pieces another path"
    }
  }
}
