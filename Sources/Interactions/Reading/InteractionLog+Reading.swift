extension InteractionLog {
  /// Reads a log from a file or pipe of comma- or tab-separated lines, one an event.
  ///
  /// The first line is a header if and only if all its fields are names and a user and an item column
  /// are among the known ones (see ``InteractionColumn/init(name:)``); further columns are ignored.
  /// Without a header, three columns are user, item, timestamp and four are user, item, rating,
  /// timestamp. Where `columns` are given there is no header, and they say what each column is.
  /// A log without a time column keeps the order of the file; its times are 0, 1, 2, ...
  ///
  /// Ids are any text in UTF-8, compared byte by byte, less the spaces around a field that is not
  /// quoted. Times are rounded to `Double`, which is exact to 2^53 and so for seconds and
  /// milliseconds. Exact duplicates are kept. O(bytes), and O(n log n) if not in time order.
  ///
  /// - Throws: ``InteractionFileError``, with line and column, at the first thing that is not as it
  ///   should be.
  public init(
    contentsOf path: String, format: InteractionFormat = .automatic,
    columns: [InteractionColumn]? = nil
  ) throws(InteractionFileError) {
    try self.init(
      bytes: try Interactions.bytes(ofFile: path), name: path, format: format, columns: columns)
  }

  /// Reads a log from bytes, as ``init(contentsOf:format:columns:)`` does; errors call them `name`.
  public init(
    bytes: [UInt8], name: String, format: InteractionFormat = .automatic,
    columns: [InteractionColumn]? = nil
  ) throws(InteractionFileError) {
    do throws(Fault) {
      self = try InteractionParser.log(bytes, format: format, columns: columns)
    } catch {
      throw error.located(in: bytes, of: name)
    }
  }

  /// Says so where the times look like milliseconds, microseconds or nanoseconds and not like Unix
  /// seconds: the latest lies beyond the year 5000.
  public var timeHint: String? {
    guard let latest = timestamps.last, latest >= 1e11 else { return nil }
    let unit = latest < 1e14 ? "milliseconds" : latest < 1e17 ? "microseconds" : "nanoseconds"
    return "the times look like \(unit), not seconds; they are used as they are"
  }
}
