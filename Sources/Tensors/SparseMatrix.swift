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
  public func row(_ row: Int) -> [(column: Int, value: S)] {
    (starts[row]..<starts[row + 1]).map { (Int(indices[$0]), values[$0]) }
  }

  /// The chosen rows, in the order given. O(their entries).
  public func gatheringRows(_ chosen: some Collection<Int>) -> SparseMatrix {
    var result = SparseMatrix(columns: columns)
    result.starts.reserveCapacity(chosen.count + 1)
    for row in chosen {
      result.indices.append(contentsOf: indices[starts[row]..<starts[row + 1]])
      result.values.append(contentsOf: values[starts[row]..<starts[row + 1]])
      result.starts.append(result.indices.count)
    }
    return result
  }

  /// Rows and columns exchanged. O(rows + columns + entries).
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

  /// The same matrix with zeros written out. O(rows * columns).
  public func dense() -> Tensor<S> {
    var result = Tensor<S>(zeros: [rows, columns])
    for row in 0..<rows {
      for (column, value) in self.row(row) { result[row, column] = value }
    }
    return result
  }
}
