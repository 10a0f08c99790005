/// The known names that somebody may have meant.
package struct NearNames {
  /// Those at most a third of the letters away (at least two, of three letters one), nearest first.
  package let near: [String]
  private let known: [String]

  package init(to name: String, among known: [String]) {
    self.known = known
    let reach = name.count <= 3 ? 1 : max(2, name.count / 3)
    near =
      known
      .map { (name: $0, distance: Self.distance(name.lowercased(), $0.lowercased())) }
      .filter { $0.distance <= reach }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3).map(\.name)
  }

  /// `did you mean width?`, or nothing where none is near.
  var question: String? {
    near.isEmpty ? nil : "did you mean \(near.joined(separator: " or "))?"
  }

  /// The question, or all names where none is near.
  var hint: String { question ?? "one of \(known.joined(separator: ", "))" }

  /// The least number of letters to insert, delete or replace (Levenshtein). O(product of lengths).
  package static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let best = min(diagonal + (x == y ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        diagonal = row[j + 1]
        row[j + 1] = best
      }
    }
    return row[b.count]
  }
}
