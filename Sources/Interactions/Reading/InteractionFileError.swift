/// Why a file of interactions, or of fields of items and users, was refused, and where.
///
/// Prints as `ratings.csv:3:5: expected a timestamp (a number), found "abc"; hint: ...`.
public struct InteractionFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether there was something to read.
  public enum Kind: Hashable, Sendable {
    /// There is no such file, it is a directory, or it may not or cannot be read.
    case missing
    /// The file was read and does not hold what it should.
    case malformed
  }

  /// Whether there was something to read.
  public let kind: Kind
  /// The file as it was named.
  public let file: String
  /// The line, from 1; nil where no place in the file is meant.
  public let line: Int?
  /// The column, from 1, in characters (Unicode scalars); nil where the line is.
  public let column: Int?
  /// What should have been there.
  public let expected: String
  /// What was there.
  public let found: String
  /// What to do about it, where that is known.
  public var hint: String?
  /// The format of interactions that the file looks like, where it was read as another.
  public let likelyFormat: InteractionFormat?

  /// `file:line:column: expected ..., found ...; hint: ...`
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): expected \(expected), found \(found)" + (hint.map { "; hint: \($0)" } ?? "")
  }
}

/// An error in bytes that do not yet have a name; `offset` is nil where the fault is not in them.
struct Fault: Error {
  var offset: Int?
  var expected: String
  var found: String
  var hint: String?
  var likelyFormat: InteractionFormat?

  /// The same error with the format that was probably meant.
  func suggesting(_ format: InteractionFormat) -> Fault {
    var fault = self
    fault.likelyFormat = format
    fault.hint = "did you mean the format \(format.rawValue)?"
    return fault
  }

  /// The same error with what lines of words between spaces probably are, of which there are so many a line.
  func suggesting(wordsALine counts: Set<Int>) -> Fault {
    if counts == [2] { return suggesting(.sasRec) }
    if counts.count > 1 { return suggesting(.sasRecHistories) }
    var fault = self
    fault.hint = InteractionFormat.hintOnWords
    return fault
  }

  /// The same error with the place in lines and columns. O(offset): only an error pays for it.
  func located(in bytes: [UInt8], of file: String) -> InteractionFileError {
    let place = offset.map { TextPlace(of: $0, in: bytes) }
    return InteractionFileError(
      kind: .malformed, file: file, line: place?.line, column: place?.column, expected: expected,
      found: found, hint: hint, likelyFormat: likelyFormat)
  }
}

/// A line and a column, both from 1.
private struct TextPlace {
  var line = 1
  var column = 1

  init(of offset: Int, in bytes: [UInt8]) {
    var index = ByteOrderMark.utf8.length(in: bytes)
    while index < offset {
      let byte = bytes[index]
      if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
        if byte == ASCII.carriageReturn, bytes.dropFirst(index + 1).first == ASCII.lineFeed {
          index += 1
        }
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {  // not inside a UTF-8 sequence
        column += 1
      }
      index += 1
    }
  }
}
