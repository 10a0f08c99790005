public import Tensors

/// A log read from a file, with an account of what the file holds: how it was understood, and which of
/// its lines are not in the log.
///
/// ```swift
/// let reading = try InteractionReading(contentsOf: "ml-1m/ratings.dat", positive: 4)
/// print(reading.log.count, reading.lines.belowRating)
/// ```
public struct InteractionReading: Sendable {
  /// The interactions.
  public let log: InteractionLog
  /// How the file is written; never `automatic`.
  public let format: InteractionFormat
  /// What its columns hold: user and item where a line is a whole history.
  public let columns: [InteractionColumn]
  /// The lines of the file.
  public let lines: Lines

  /// The lines of a file by what became of them. A line break in quotes ends no line.
  public struct Lines: Hashable, Sendable {
    /// 1 where the first line names the columns.
    public internal(set) var header = 0
    /// Lines with interactions, those with a low rating included.
    public internal(set) var interactions = 0
    /// Lines that were dropped because of their rating.
    public internal(set) var belowRating = 0
    /// Lines that hold nothing, which are passed over.
    public internal(set) var blank = 0
  }

  /// Reads a file or pipe.
  ///
  /// Under ``InteractionFormat/automatic``, ``InteractionFormat/csv`` and ``InteractionFormat/tsv`` the
  /// first line is a header if and only if all its fields are names and a user and an item column are
  /// among the known ones (see ``InteractionColumn/init(name:)``); further columns are ignored. Without
  /// a header, three columns are user, item, timestamp and four are user, item, rating, timestamp.
  /// Where `columns` are given there is no header, and they say what each column is. A log without a
  /// time column keeps the order of the file; its times are 0, 1, 2, ...
  ///
  /// Ids are any text in UTF-8, compared byte by byte, less the spaces around a field that is not
  /// quoted. Times are rounded to `Double`, which is exact to 2^53 and so for seconds and
  /// milliseconds. Exact duplicates are kept. O(bytes).
  ///
  /// With several threads the file is cut at line feeds and its pieces are read side by side, unless it
  /// is CSV with quotes; log, account and errors are those of one pass.
  ///
  /// - Parameters:
  ///   - format: how the file is written.
  ///   - columns: what each column holds, where the file does not say it.
  ///   - positive: the least rating that is kept; the others are dropped before anything else looks at
  ///     the log, as if they had not been in the file.
  ///   - workers: the threads that read.
  /// - Throws: ``InteractionFileError``, with line and column, at the first thing that is not as it
  ///   should be; so where `positive` is given and there is no rating column.
  public init(
    contentsOf path: String, format: InteractionFormat = .automatic,
    columns: [InteractionColumn]? = nil, positive: Double? = nil,
    on workers: Workers = .one
  ) throws(InteractionFileError) {
    try self.init(
      bytes: try Interactions.bytes(ofFile: path), name: path, format: format, columns: columns,
      positive: positive, on: workers)
  }

  /// Reads bytes, as ``init(contentsOf:format:columns:positive:on:)`` does; errors call them `name`.
  public init(
    bytes: [UInt8], name: String, format: InteractionFormat = .automatic,
    columns: [InteractionColumn]? = nil, positive: Double? = nil,
    on workers: Workers = .one
  ) throws(InteractionFileError) {
    do throws(Fault) {
      self = try InteractionParser.reading(
        bytes, format: format, columns: columns, positive: positive, on: workers)
    } catch {
      throw error.located(in: bytes, of: name)
    }
  }

  init(
    log: InteractionLog, format: InteractionFormat, columns: [InteractionColumn], lines: Lines
  ) {
    self.log = log
    self.format = format
    self.columns = columns
    self.lines = lines
  }

  /// Whether the log has times of its own, and not the order of the lines alone.
  public var hasTimes: Bool { columns.contains(.timestamp) }
}
