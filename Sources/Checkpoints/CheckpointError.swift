/// Why a file was not read or not written: one sentence with the file, the place in it, what was
/// expected there, what was found, and what helps.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a caller may want to tell apart.
  public enum Kind: Hashable, Sendable {
    /// Input that is not there, is no regular file, or may not be read.
    case unreadable
    /// Input whose bytes break the format.
    case damaged
    /// Sound input that does not hold what was asked of it.
    case wrongContent
    /// Input that takes more memory than the caller allows.
    case tooLarge
    /// Output that cannot be written.
    case unwritable
  }

  /// What went wrong, for a program.
  public let kind: Kind
  /// The path, or the name that was given to bytes in memory.
  public let file: String
  /// Where in the file, counted in bytes from 0, if it is known.
  public let byte: Int?
  /// What should have been there.
  public let expected: String
  /// What was there instead.
  public let found: String
  /// What may help.
  public let hint: String?

  package init(
    _ kind: Kind, file: String, byte: Int? = nil, expected: String, found: String,
    hint: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.byte = byte
    self.expected = expected
    self.found = found
    self.hint = hint
  }

  /// `file, byte 8: expected this, found that (hint)`
  public var description: String {
    let place = byte.map { "\(file), byte \($0)" } ?? file
    let advice = hint.map { " (\($0))" } ?? ""
    return "\(place): expected \(expected), found \(found)\(advice)"
  }
}
