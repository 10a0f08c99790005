/// The runs that a file of `--json` holds, so that they need not be done again.
enum RunArchive {
  /// The comparable runs of a file with so many ranks each, by identity; of equal ones the last. Objects
  /// that are none are passed over, and so is a line without its end, which a crash has left. A file that
  /// is not there has none.
  ///
  /// - Throws: `ToolError` with status 65 where a line is no JSON, 66 where the file cannot be read.
  static func records(in path: String, units: Int) throws -> [String: RunRecord] {
    guard FileIdentity.exists(path) else { return [:] }
    let bytes = try ByteSource(path: path).all()
    var records: [String: RunRecord] = [:]
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() where line.contains(where: { $0 != 0x0D }) {
      do throws(JSONError) {
        guard let record = RunRecord(try JSON(parsing: Array(line))),
          record.testRanks.count == units
        else { continue }
        records[record.identity] = record
      } catch {
        if isCutOff(line, error) { continue }
        throw ToolError(
          .badInput, "\(path):\(place + 1): expected a JSON object, found none at \(error)",
          hint: "--resume goes on with a file that compare --json has written")
      }
    }
    return records
  }

  /// Whether an object begins that does not end.
  private static func isCutOff(_ line: ArraySlice<UInt8>, _ error: JSONError) -> Bool {
    let line = line.last == 0x0D ? line.dropLast() : line
    return line.first == UInt8(ascii: "{")
      && (line.last != UInt8(ascii: "}") || error.column > line.count)
  }
}
