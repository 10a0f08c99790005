public import Tensors

/// T, the item-item matrix of transitions: `T[i, j]` counts how often `j` came directly after `i` in
/// a user's own sequence (AutoSeqRec, eq. 4). Memory O(pairs).
public struct TransitionMatrix: Sendable {
  private var rows: [[(column: Int32, count: Float)]] = []
  /// Where in its row a pair stands.
  private var positions = PairTable<Int32>(filler: 0)
  private var totals: [Float] = []

  /// A matrix of zeros.
  public init() {}

  /// `T[from, to] += count`. Expected O(1), amortised.
  ///
  /// Sums are exact up to 2^24.
  ///
  /// - Precondition: indices in `0 ... Int32.max`.
  public mutating func add(from: Int, to: Int, count: Float = 1) {
    while rows.count <= from {
      rows.append([])
      totals.append(0)
    }
    totals[from] += count
    if let position = positions.enter(packed(from, to), Int32(rows[from].count)) {
      rows[from][Int(position)].count += count
    } else {
      rows[from].append((Int32(to), count))
    }
  }

  /// Begins to fetch from memory what counting a pair reads.
  func prefetch(from: Int, to: Int) {
    positions.prefetch(packed(from, to))
    Tensors.prefetch(from, of: rows)
    Tensors.prefetch(from, of: totals)
  }

  /// `T[from, to]`. Expected O(1).
  public func count(from: Int, to: Int) -> Float {
    positions[packed(from, to)].map { rows[from][Int($0)].count } ?? 0
  }

  /// The items that came directly after one, by their first time, and how often. O(their number).
  public func successors(of item: Int) -> [(item: Int, count: Float)] {
    rows.indices.contains(item) ? rows[item].map { (Int($0.column), $0.count) } : []
  }

  /// The sum of an item's row. O(1).
  public func total(from item: Int) -> Float {
    totals.indices.contains(item) ? totals[item] : 0
  }

  /// T as a square sparse matrix. O(items + pairs).
  ///
  /// - Precondition: no entry lies outside.
  public func matrix(items: Int) -> SparseMatrix<Float> {
    precondition(rows.count <= items, "\(rows.count) items in a matrix of \(items) rows")
    return SparseMatrix(
      columns: items,
      counts: (0..<items).map { rows.indices.contains($0) ? rows[$0].count : 0 },
      unsorted: rows.flatMap { $0.map(\.column) }, values: rows.flatMap { $0.map(\.count) })
  }
}
