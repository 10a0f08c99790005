/// The runs that a file of `--json` holds, so that they need not be done again.
enum RunArchive {
  /// The comparable runs of a file with so many ranks each, by identity; of equal ones the last. Objects
  /// that are none are passed over, and so is a last line without its end, which a crash may have left. A
  /// file that is not there has none.
  ///
  /// - Throws: `ToolError` with status 65 where a line is no JSON, 66 where the file cannot be read.
  static func records(in path: String, units: Int) throws -> [String: RunRecord] {
    guard FileIdentity.exists(path) else { return [:] }
    let bytes = try ByteSource(path: path).all()
    var records: [String: RunRecord] = [:]
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() where line.contains(where: { $0 != 0x0D }) {
      do {
        guard let record = RunRecord(try JSON(parsing: Array(line))),
          record.testRanks.count == units
        else { continue }
        records[record.identity] = record
      } catch {
        guard place < lines.count - 1 else { continue }
        throw ToolError(
          .badInput, "\(path):\(place + 1): expected a JSON object, found none at \(error)",
          hint: "--resume goes on with a file that compare --json has written")
      }
    }
    return records
  }
}
