package import Gradients

/// Rows that a table had before they were replaced, and the questions that were asked while it had them.
package struct FormerRows: Sendable {
  /// The rows `[entries, k]`.
  package let rows: Variable
  /// Of each entry, its place in the table and the rows of a context that it is for.
  package let entries: [(place: Int, questions: Range<Int>)]

  /// Such rows.
  package init(_ rows: Variable, _ entries: [(place: Int, questions: Range<Int>)]) {
    self.rows = rows
    self.entries = entries
  }
}
