import SeqRec

/// What `describe` says of a log.
struct Description {
  let source: DataSource
  /// Of what the options leave.
  let statistics: LogStatistics
  let options: DataOptions

  private var lines: InteractionReading.Lines? { source.reading?.lines }

  /// What `--min-interactions` drops.
  private var droppedByCore: Int { source.log.count - statistics.interactions }

  /// The times of what is left, unless they only stand for the order of the lines.
  private var times: ClosedRange<Double>? {
    source.reading?.hasTimes == false ? nil : statistics.times
  }

  /// Small numbers are no dates, whatever they count.
  private func date(_ time: Double) -> String? {
    guard let times, times.upperBound >= 1e8 else { return nil }
    return UTCTime(secondsSince1970: time / source.log.timeUnit.perSecond)?.text
  }

  // MARK: Text

  var text: String {
    let heading =
      "\(source.name): \(statistics.users.counted("user")), \(statistics.items.counted("item")), "
      + "\(statistics.interactions.counted("interaction"))\n"
    var rows: [(String, String)] = []
    if let reading = source.reading {
      rows += [
        (
          "format",
          "\(reading.format.rawValue): \(reading.columns.map { "\($0)" }.joined(separator: ","))"
        ),
        (
          "lines",
          "\(reading.lines.interactions.grouped) with interactions, \(reading.lines.header) header, "
            + "\(reading.lines.blank.grouped) blank"
        ),
        ("dropped", dropped),
      ]
    }
    rows += [
      ("density", "\((100 * statistics.density).fixed(2))% of all pairs"),
      ("times", timesText),
      (
        "ties",
        "\(statistics.ties.grouped) at the time of the one before, "
          + "\(statistics.tiesOfUsers.grouped) of them of the same user's one before"
      ),
      (
        "repeats",
        "\(statistics.repeats.grouped) of a user with an item they had met, "
          + "\(statistics.duplicates.grouped) of them exact duplicates"
      ),
      (
        "popularity",
        "\((100 * statistics.shareOfPopularTenth).fixed(1))% of interactions on the most popular "
          + "tenth of the items"
      ),
    ]
    let facts = rows.map { name, fact in
      name + String(repeating: " ", count: 12 - name.count) + fact + "\n"
    }
    return heading + facts.joined() + "\n" + table
  }

  private var dropped: String {
    let reasons = [
      options.positive?.number.map {
        "\((lines?.belowRating ?? 0).grouped) below --positive \($0)"
      },
      options.minInteractions.map { "\(droppedByCore.grouped) by --min-interactions \($0)" },
    ].compactMap(\.self)
    return reasons.isEmpty ? "nothing" : reasons.joined(separator: ", ")
  }

  private var timesText: String {
    guard let times else { return "none: the order of the lines" }
    let numbers = "\(Self.plain(times.lowerBound)) to \(Self.plain(times.upperBound))"
    let dates = [date(times.lowerBound), date(times.upperBound)].compactMap(\.self)
    return (dates.count == 2 ? "\(dates[0]) to \(dates[1]) UTC (\(numbers))" : numbers)
      + (source.log.timeHint.map { "; \($0)" } ?? "")
  }

  /// A whole number without a point.
  private static func plain(_ time: Double) -> String {
    Int64(exactly: time).map { "\($0)" } ?? "\(time)"
  }

  private var table: String {
    var table = TextTable(["", "least", "1/4", "median", "3/4", "most", "mean"])
    for (name, counts) in [
      ("interactions of a user", statistics.historyLengths),
      ("interactions of an item", statistics.popularity),
    ] {
      table.append([
        name, counts.minimum.grouped, counts.lowerQuartile.fixed(1), counts.median.fixed(1),
        counts.upperQuartile.fixed(1), counts.maximum.grouped, counts.mean.fixed(1),
      ])
    }
    return table.text
  }

  // MARK: JSON

  var json: JSON {
    [
      "dataset": [
        "name": .string(source.name), "users": .integer(statistics.users),
        "items": .integer(statistics.items), "interactions": .integer(statistics.interactions),
        "sha256": source.sha256.map { .string($0) } ?? .null,
      ],
      "format": (source.reading?.format.rawValue).map { .string($0) } ?? .null,
      "columns": .array(source.reading?.columns.map { .string("\($0)") } ?? []),
      "lines": linesJSON,
      "dropped": [
        "positive": .integer(lines?.belowRating ?? 0), "minInteractions": .integer(droppedByCore),
      ],
      "density": .number(statistics.density), "times": timesJSON,
      "ties": .integer(statistics.ties), "tiesOfUsers": .integer(statistics.tiesOfUsers),
      "repeats": .integer(statistics.repeats), "duplicates": .integer(statistics.duplicates),
      "historyLengths": Self.json(of: statistics.historyLengths),
      "popularity": Self.json(of: statistics.popularity),
      "shareOfPopularTenth": .number(statistics.shareOfPopularTenth),
    ]
  }

  private var linesJSON: JSON {
    guard let lines else { return .null }
    return [
      "header": .integer(lines.header), "interactions": .integer(lines.interactions),
      "blank": .integer(lines.blank),
    ]
  }

  private var timesJSON: JSON {
    guard let times else { return .null }
    return [
      "first": .number(times.lowerBound), "last": .number(times.upperBound),
      "firstUTC": date(times.lowerBound).map { .string($0) } ?? .null,
      "lastUTC": date(times.upperBound).map { .string($0) } ?? .null,
      "unit": .string(source.log.timeUnit.rawValue),
    ]
  }

  private static func json(of counts: Distribution) -> JSON {
    [
      "minimum": .integer(counts.minimum), "lowerQuartile": .number(counts.lowerQuartile),
      "median": .number(counts.median), "upperQuartile": .number(counts.upperQuartile),
      "maximum": .integer(counts.maximum), "mean": .number(counts.mean),
    ]
  }
}
