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
    case .heads(let heads, let width):
      "\(heads) heads cannot share a width of \(width) evenly"
    case .path(let path):
      "two different parameters are called \(path); give one of the pieces another path"
    }
  }
}
