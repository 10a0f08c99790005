import SeqRec

/// The runs that a file of `--json` holds, so that they need not be done again.
struct RunArchive {
  private let records: [String: RunRecord]

  /// Nothing was done before.
  static let empty = RunArchive(records: [:])

  private init(records: [String: RunRecord]) {
    self.records = records
  }

  /// The comparable runs of a file, each line a JSON object; of equal ones the last. Objects that are none
  /// are passed over, and so is a last line without its end, which a crash may have left. A file that is
  /// not there has none.
  ///
  /// - Throws: `ToolError` with status 65 where a line is no JSON, 66 where the file cannot be read.
  init(contentsOf path: String) throws {
    guard FileIdentity.exists(path) else {
      self = .empty
      return
    }
    let bytes = try ByteSource(path: path).all()
    var records: [String: RunRecord] = [:]
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 != 0x20 && $0 != 0x0D }) else { continue }
      do {
        let record = RunRecord(try JSON(parsing: Array(line)))
        if let record { records[record.identity] = record }
      } catch {
        // Only the last line has no end.
        guard line.endIndex < bytes.endIndex else { continue }
        throw ToolError(
          .badInput, "\(path):\(number): expected a JSON object, found none at \(error)",
          hint: "--resume goes on with a file that compare --json has written")
      }
    }
    self.init(records: records)
  }

  /// The run of an identity with so many ranks.
  func record(_ identity: String, units: Int) -> RunRecord? {
    records[identity].flatMap { $0.testRanks.count == units ? $0 : nil }
  }
}
