public import Tensors

extension InteractionLog {
  /// Reads a log from a file or pipe, one event a line.
  ///
  /// ```swift
  /// let log = try InteractionLog(contentsOf: "ml-1m/ratings.dat", format: .movieLens1M)
  /// ```
  ///
  /// What the arguments mean and how a file is understood stands at
  /// ``InteractionReading/init(contentsOf:format:columns:positive:on:)``, which also counts the lines.
  ///
  /// - Throws: ``InteractionFileError``, with line and column, at the first thing that is not as it
  ///   should be.
  public init(
    contentsOf path: String, format: InteractionFormat = .automatic,
    columns: [InteractionColumn]? = nil, positive: Double? = nil,
    on workers: Workers = .one
  ) throws(InteractionFileError) {
    self = try InteractionReading(
      contentsOf: path, format: format, columns: columns, positive: positive, on: workers
    ).log
  }

  /// Reads a log from bytes, as ``init(contentsOf:format:columns:positive:on:)`` does; errors call them
  /// `name`.
  public init(
    bytes: [UInt8], name: String, format: InteractionFormat = .automatic,
    columns: [InteractionColumn]? = nil, positive: Double? = nil,
    on workers: Workers = .one
  ) throws(InteractionFileError) {
    self = try InteractionReading(
      bytes: bytes, name: name, format: format, columns: columns, positive: positive, on: workers
    ).log
  }

  /// The unit that the times seem to be in, counted from 1970: seconds, unless the latest would lie
  /// beyond the year 5000.
  public var timeUnit: TimeUnit {
    guard let latest = timestamps.last, latest >= 1e11 else { return .seconds }
    return latest < 1e14 ? .milliseconds : latest < 1e17 ? .microseconds : .nanoseconds
  }

  /// Says so where the times look like milliseconds, microseconds or nanoseconds and not like Unix
  /// seconds.
  public var timeHint: String? {
    timeUnit == .seconds
      ? nil : "the times look like \(timeUnit.rawValue), not seconds; they are used as they are"
  }
}

/// A unit of times.
public enum TimeUnit: String, Sendable {
  case seconds, milliseconds, microseconds, nanoseconds

  /// How many of them a second has.
  public var perSecond: Double {
    switch self {
    case .seconds: 1
    case .milliseconds: 1e3
    case .microseconds: 1e6
    case .nanoseconds: 1e9
    }
  }
}
