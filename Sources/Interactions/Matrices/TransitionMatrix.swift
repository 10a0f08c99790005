public import Tensors

/// T, the item-item matrix of transitions: `T[i, j]` counts how often `j` came directly after `i` in
/// a user's own sequence (AutoSeqRec, eq. 4). Memory O(pairs).
public struct TransitionMatrix: Sendable {
  private var counts: [UInt64: Float] = [:]

  /// A matrix of zeros.
  public init() {}

  /// `T[from, to] += count`. Expected O(1), amortised.
  ///
  /// Sums are exact up to 2^24.
  ///
  /// - Precondition: indices in `0 ... Int32.max`.
  public mutating func add(from: Int, to: Int, count: Float = 1) {
    counts[packed(from, to), default: 0] += count
  }

  /// `T[from, to]`. Expected O(1).
  public func count(from: Int, to: Int) -> Float {
    counts[packed(from, to), default: 0]
  }

  /// T as a square sparse matrix. O(items + pairs log pairs).
  ///
  /// - Precondition: no entry lies outside.
  public func matrix(items: Int) -> SparseMatrix<Float> {
    var rows = [[(column: Int, value: Float)]](repeating: [], count: items)
    for (pair, count) in counts.sorted(by: { $0.key < $1.key }) {
      let from = Int(pair >> 32)
      precondition(from < items, "item \(from) in a matrix of \(items) rows")
      rows[from].append((column: Int(pair & 0xFFFF_FFFF), value: count))
    }
    return SparseMatrix(columns: items, rows: rows)
  }
}
