/// Rows of text in columns, which end at the right but for those that are named.
struct TextTable {
  private var rows: [[String]]
  private let leading: Set<Int>

  /// A table under these headings; the columns `leading` start at the left.
  init(_ headings: [String], leading: Set<Int> = [0]) {
    rows = [headings]
    self.leading = leading
  }

  mutating func append(_ row: [String]) {
    rows.append(row)
  }

  var text: String {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column in
        let room = String(repeating: " ", count: widths[column] - row[column].count)
        return leading.contains(column) ? row[column] + room : room + row[column]
      }
      return cells.joined(separator: "  ").trimmingEnd() + "\n"
    }.joined()
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}

extension Double {
  /// The number with so many decimals, as `0.0680`.
  package func fixed(_ decimals: Int) -> String {
    guard isFinite, magnitude < 1e15 else { return "\(self)" }
    var unit = 1.0
    for _ in 0..<decimals { unit *= 10 }
    let whole = Int64((magnitude * unit).rounded())
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 && whole > 0 ? "-" : ""
    return decimals == 0
      ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}

extension Int {
  /// The number with commas between thousands, as `99,287`.
  package var grouped: String {
    var result = ""
    for (place, digit) in String(magnitude).reversed().enumerated() {
      if place > 0, place % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return (self < 0 ? "-" : "") + String(result.reversed())
  }

  /// `1 user`, `2 users`
  package func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
