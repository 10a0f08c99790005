/// Whether sequence `s` can have the rows `starts[s] ..< starts[s + 1]`: from 0 to `rows`, ascending.
func areSequenceStarts(_ starts: [Int], rows: Int) -> Bool {
  starts.first == 0 && starts.last == rows
    && zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
}

/// The sequences that have rows, the longest first, so that no thread begins a long one when the others
/// are done; of equal ones the earlier first.
func longestFirst(_ starts: [Int]) -> [Int] {
  func length(_ sequence: Int) -> Int { starts[sequence + 1] - starts[sequence] }
  return starts.indices.dropLast().filter { length($0) > 0 }
    .sorted { (length($1), $0) < (length($0), $1) }
}
