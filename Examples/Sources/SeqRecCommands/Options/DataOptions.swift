import ArgumentParser
import Crypto
import SeqRec

/// Where interactions come from.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A CSV or TSV file, one interaction a line.", valueName: "file"),
    completion: .file())
  var data: String?

  @Option(help: "How its fields are separated.")
  var format: InteractionFormat = .automatic

  @Option(
    help: ArgumentHelp(
      "The file has no header and these columns.", valueName: "user,item,timestamp"))
  var columns: CommaList<String>?

  @Option(
    help: ArgumentHelp(
      "Drop users and items with fewer interactions until all have so many.", valueName: "k"))
  var minInteractions = 0

  mutating func validate() throws {
    guard minInteractions >= 0 else {
      throw ValidationError("--min-interactions \(minInteractions): expected 0 or more")
    }
    guard data != nil || (columns == nil && format == .automatic) else {
      throw ValidationError("--format and --columns describe a file, which --data names")
    }
    do { _ = try namedColumns() } catch { throw ValidationError("\(error)") }
  }

  /// The log, or the synthetic one where no file is named.
  func load(progress: Progress) throws -> Dataset {
    let clock = Stopwatch()
    let whole: InteractionLog
    var sha256: String?
    if let data {
      let bytes = try ByteSource(path: data).all()
      sha256 = bytes.withUnsafeBytes { buffer in
        var hash = SHA256()
        hash.update(bufferPointer: buffer)
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
      whole = try InteractionLog(
        bytes: bytes, name: data, format: format, columns: try namedColumns())
    } else {
      whole = SyntheticLog().log(seed: Seed(0))
    }
    if let hint = whole.timeHint { progress.note(hint) }
    let log = whole.keepingCore(users: minInteractions, items: minInteractions)
    let name = data.map { String($0.split(separator: "/").last ?? "") } ?? "synthetic"
    guard log.count > 0 else {
      throw ToolError(
        .badInput,
        "\(data ?? name): nobody is left of \(whole.userCount.grouped) users after "
          + "--min-interactions \(minInteractions)", hint: "a smaller number keeps more")
    }
    return Dataset(name: name, path: data, sha256: sha256, log: log, seconds: clock.seconds)
  }

  private func namedColumns() throws(ToolError) -> [InteractionColumn]? {
    guard let columns else { return nil }
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

/// A log with what a report says of its source.
struct Dataset: Sendable {
  /// The file's name without its folder, or `synthetic`.
  let name: String
  let path: String?
  /// Of the file's bytes; nil for the synthetic log.
  let sha256: String?
  let log: InteractionLog
  /// How long it took to read and filter.
  let seconds: Double

  /// The first 80% of the events to train, the next 10% to validate, the rest to test.
  ///
  /// - Throws: `ToolError` with status 65 where a part is empty.
  func split() throws(ToolError) -> Split {
    let split = log.split(.byTime(train: 0.8, validation: 0.1))
    let counts = [split.train, split.validation, split.test].map(\.count)
    guard counts.allSatisfy({ $0 > 0 }) else {
      throw ToolError(
        .badInput,
        "\(path ?? name): expected interactions to train, validate and test on, found \(counts[0]), "
          + "\(counts[1]) and \(counts[2])",
        hint: "80%, 10% and 10% of \(log.count) in time order")
    }
    return split
  }

  var json: JSON {
    [
      "name": .string(name), "users": .integer(log.userCount), "items": .integer(log.itemCount),
      "interactions": .integer(log.count), "sha256": sha256.map { .string($0) } ?? .null,
    ]
  }
}
