/// A matrix in compressed sparse row (CSR) form: of each row only the non-zero entries, by ascending
/// column.
///
/// Memory O(rows + entries); a row is read in O(its entries).
public struct SparseMatrix<S: Scalar>: Hashable, Sendable {
  /// The number of rows.
  public var rows: Int { starts.count - 1 }
  /// The number of columns.
  public let columns: Int
  /// `starts[r] ..< starts[r + 1]` are the entries of row `r`.
  public private(set) var starts: [Int]
  /// The column of each entry.
  public private(set) var indices: [Int32]
  /// The value of each entry.
  public private(set) var values: [S]

  /// A matrix from rows of `(column, value)` pairs with ascending columns. O(entries).
  public init(columns: Int, rows: [[(column: Int, value: S)]]) {
    self.init(columns: columns)
    for row in rows { appendRow(row) }
  }

  /// A matrix without rows.
  public init(columns: Int) {
    precondition(columns >= 0 && columns <= Int32.max, "\(columns) columns")
    self.columns = columns
    starts = [0]
    indices = []
    values = []
  }

  /// Adds a row at the end. Amortised O(its entries).
  ///
  /// - Precondition: columns in range and ascending.
  public mutating func appendRow(_ row: some Sequence<(column: Int, value: S)>) {
    var previous = -1
    for (column, value) in row {
      precondition(
        column > previous && column < columns,
        "column \(column) after \(previous) in a row of \(columns) columns")
      previous = column
      indices.append(Int32(column))
      values.append(value)
    }
    starts.append(indices.count)
  }

  /// The entries of a row.
  @specialized(where S == Float)
  public func row(_ row: Int) -> [(column: Int, value: S)] {
    (starts[row]..<starts[row + 1]).map { (Int(indices[$0]), values[$0]) }
  }

  /// The sum of each row's values. O(entries).
  @specialized(where S == Float)
  public func rowSums() -> [S] {
    (0..<rows).map { row in
      var sum: S = 0
      for entry in starts[row]..<starts[row + 1] { sum += values[entry] }
      return sum
    }
  }

  /// The chosen rows, in the order given. O(their entries).
  @inlinable public func gatheringRows(_ chosen: some Collection<Int>) -> SparseMatrix {
    var (starts, indices, values) = ([0], [Int32](), [S]())
    starts.reserveCapacity(chosen.count + 1)
    let entries = chosen.reduce(0) { $0 + self.starts[$1 + 1] - self.starts[$1] }
    indices.reserveCapacity(entries)
    values.reserveCapacity(entries)
    for row in chosen {
      indices.append(contentsOf: self.indices[self.starts[row]..<self.starts[row + 1]])
      values.append(contentsOf: self.values[self.starts[row]..<self.starts[row + 1]])
      starts.append(indices.count)
    }
    return SparseMatrix(columns: columns, starts: starts, indices: indices, values: values)
  }

  /// The same rows without the columns from `count` on, if there are any. O(entries).
  @specialized(where S == Float)
  public func keepingColumns(_ count: Int) -> SparseMatrix {
    guard count < columns else { return self }
    var result = SparseMatrix(columns: count)
    for row in 0..<rows { result.appendRow(self.row(row).prefix { $0.column < count }) }
    return result
  }

  /// The same rows, each divided by a power of its sum; rows whose sum is not above 0, and all rows for a
  /// power of 0, as they are. O(entries).
  @specialized(where S == Float)
  public func dividingRows(bySumToThe exponent: Double) -> SparseMatrix {
    guard exponent != 0 else { return self }
    var divided = values
    for row in 0..<rows {
      let entries = starts[row]..<starts[row + 1]
      let factor = S(
        reciprocalPower(entries.reduce(0) { $0 + Double(values[$1]) }, exponent))
      for entry in entries { divided[entry] *= factor }
    }
    return SparseMatrix(columns: columns, starts: starts, indices: indices, values: divided)
  }

  /// The same rows with their entries dropped out: an entry is what dropout makes of that row and column, and
  /// what becomes zero is no longer there. The matrix itself where nothing is dropped. O(entries).
  @specialized(where S == Float)
  package func dropped(by mask: DropoutMask) -> SparseMatrix {
    guard mask.rate > 0 else { return self }
    var result = SparseMatrix(columns: columns)
    for row in 0..<rows {
      let dropout = mask.row(row)
      result.appendRow(
        self.row(row).lazy
          .map { (column: $0.column, value: S(dropout.factor($0.column)) * $0.value) }
          .filter { $0.value != 0 })
    }
    return result
  }

  /// The same matrix in another precision; the matrix itself, not a copy, where it is the same one.
  public func converted<Other: Scalar>(to other: Other.Type = Other.self) -> SparseMatrix<Other> {
    if let same = self as? SparseMatrix<Other> { return same }
    return SparseMatrix<Other>(
      columns: columns, starts: starts, indices: indices, values: values.map { Other($0) })
  }

  @usableFromInline
  init(columns: Int, starts: [Int], indices: [Int32], values: [S]) {
    self.columns = columns
    self.starts = starts
    self.indices = indices
    self.values = values
  }

  /// Rows and columns exchanged. O(rows + columns + entries).
  @specialized(where S == Float)
  public func transposed() -> SparseMatrix {
    var result = SparseMatrix(columns: rows)
    var next = [Int](repeating: 0, count: columns + 1)
    for column in indices { next[Int(column) + 1] += 1 }
    for column in 0..<columns { next[column + 1] += next[column] }
    result.starts = next
    result.indices = [Int32](repeating: 0, count: indices.count)
    result.values = [S](repeating: 0, count: values.count)
    for row in 0..<rows {
      for entry in starts[row]..<starts[row + 1] {
        let column = Int(indices[entry])
        result.indices[next[column]] = Int32(row)
        result.values[next[column]] = values[entry]
        next[column] += 1
      }
    }
    return result
  }

  /// A matrix whose rows have their entries in any order, a column once each: row `r` those from the sum of
  /// the counts before on. O(rows + columns + entries).
  ///
  /// - Precondition: columns in range, as many values as indices, counts that add up to them.
  package init(columns: Int, counts: [Int], unsorted indices: [Int32], values: [S]) {
    var starts = [0]
    starts.reserveCapacity(counts.count + 1)
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    precondition(
      starts[counts.count] == indices.count && indices.count == values.count,
      "\(starts[counts.count]) entries, \(indices.count) indices, \(values.count) values")
    for index in indices {
      precondition((0..<columns).contains(Int(index)), "column \(index) of \(columns)")
    }
    // Exchanging rows and columns sorts what it goes through.
    self = SparseMatrix(columns: columns, starts: starts, indices: indices, values: values)
      .transposed().transposed()
  }

  /// The same matrix with zeros written out. O(rows * columns).
  public func dense() -> Tensor<S> {
    var result = Tensor<S>(zeros: [rows, columns])
    for row in 0..<rows {
      for (column, value) in self.row(row) { result[row, column] = value }
    }
    return result
  }
}
