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
    parsing: .unconditional,
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
    var oracle: SyntheticOracle?
    if let data {
      let bytes = try ByteSource(path: data).all()
      sha256 = bytes.withUnsafeBytes { buffer in
        var hash = SHA256()
        hash.update(bufferPointer: buffer)
        return hash.finalize().hexadecimal
      }
      whole = try InteractionLog(
        bytes: bytes, name: data, format: format, columns: try namedColumns())
    } else {
      (whole, oracle) = SyntheticLog().logWithOracle(seed: Seed(0))
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
    return Dataset(
      name: name, path: data, sha256: sha256, log: log,
      oracle: log.count == whole.count ? oracle : nil, seconds: clock.seconds)
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
