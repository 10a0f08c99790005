import ArgumentParser
import SeqRec

/// Where interactions come from.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A file of interactions. (default: a synthetic log)", valueName: "file"),
    completion: .file())
  var data: String?

  @Option(help: "How it is written.")
  var format: InteractionFormat = .automatic

  @Option(
    help: ArgumentHelp(
      "The file has no header and these columns.", valueName: "user,item,timestamp"))
  var columns: CommaList<String>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keep ratings of at least that, drop the others; off looks at none. (default: off, or what the "
        + "checkpoint was trained with)", valueName: "rating"))
  var positive: LeastRating?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Then drop users and items with fewer interactions until all have so many. (default: 0, or what "
        + "the checkpoint was trained with)", valueName: "k"))
  var minInteractions: Int?

  mutating func validate() throws {
    if let minInteractions, minInteractions < 0 {
      throw ValidationError("--min-interactions \(minInteractions): expected 0 or more")
    }
    if let number = positive?.number, !number.isFinite {
      throw ValidationError("--positive \(number): expected a finite number")
    }
    guard data != nil || (columns == nil && format == .automatic && positive == nil) else {
      throw ValidationError(
        "--format, --columns and --positive are about a file, which --data names")
    }
    do { _ = try namedColumns() } catch { throw ValidationError("\(error)") }
  }

  /// The files that are read.
  var inputs: [String] { [data].compactMap(\.self) }

  /// The log that the options leave, of the file or the synthetic one; what was not said is as for the training
  /// of a checkpoint.
  func load(
    progress: Progress, as manifest: CheckpointManifest? = nil, on workers: Workers
  ) throws -> Dataset {
    let clock = Stopwatch()
    var filter = self
    filter.minInteractions = minInteractions ?? manifest?.minInteractions
    if data != nil, positive == nil, let least = manifest?.positive {
      filter.positive = .rating(least)
      progress.note("--positive \(least), as for the checkpoint's training (off keeps all ratings)")
    }
    let source = try filter.read(on: workers)
    if let hint = source.log.timeHint { progress.note(hint) }
    let log = try filter.filtered(source)
    return Dataset(
      name: source.name, path: data, sha256: source.sha256, log: log,
      minInteractions: filter.minInteractions ?? 0, positive: filter.positive?.number,
      oracle: log.count == source.log.count ? source.oracle : nil, seconds: clock.seconds)
  }

  /// The log as it stands in the file, less what `--positive` drops; the synthetic one where no file is
  /// named.
  func read(on workers: Workers) throws -> DataSource {
    guard let data else {
      let (log, oracle) = SyntheticLog().logWithOracle(seed: Seed(0))
      return DataSource(
        name: "synthetic", sha256: nil, reading: nil, log: log, oracle: oracle)
    }
    let bytes = try ByteSource(path: data).all()
    let reading = try InteractionReading(
      bytes: bytes, name: data, format: format, columns: try namedColumns(),
      positive: positive?.number, on: workers)
    return DataSource(
      name: String(data.split(separator: "/").last ?? ""), sha256: bytes.sha256, reading: reading,
      log: reading.log)
  }

  /// What `--min-interactions` leaves.
  ///
  /// - Throws: `ToolError` with status 65 where that is nothing.
  func filtered(_ source: DataSource) throws(ToolError) -> InteractionLog {
    let name = data ?? source.name
    if let positive = positive?.number, source.log.count == 0 {
      throw ToolError(
        .badInput, "\(name): no rating is \(positive) or more, as --positive asks",
        hint: "a smaller number keeps more")
    }
    let least = minInteractions ?? 0
    let log = source.log.keepingCore(users: least, items: least)
    guard log.count > 0 else {
      throw ToolError(
        .badInput,
        "\(name): nobody is left of \(source.log.userCount.counted("user")) after "
          + "--min-interactions \(least)", hint: "a smaller number keeps more")
    }
    return log
  }

  private func namedColumns() throws(ToolError) -> [InteractionColumn]? {
    guard let columns else { return nil }
    guard format.allowsNamedColumns else {
      throw ToolError(
        .usage, "--columns: the format \(format.rawValue) says what its columns are")
    }
    var meanings: [InteractionColumn] = []
    for name in columns.elements {
      guard let column = InteractionColumn(name: name) else {
        let known = ["user", "item", "rating", "timestamp", "ignored"]
        throw ToolError(
          .usage, "--columns: unknown column \"\(name)\"",
          hint: NearNames(to: name, among: known).hint)
      }
      meanings.append(column)
    }
    let counts = [InteractionColumn.user, .item, .timestamp].map { column in
      meanings.count { $0 == column }
    }
    guard counts[0] == 1, counts[1] == 1, counts[2] <= 1 else {
      throw ToolError(
        .usage, "--columns: expected one user, one item and at most one timestamp column",
        hint: "a column that does not matter is called ignored")
    }
    return meanings
  }
}
