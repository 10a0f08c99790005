/// A factor of a product as it lies in memory, or with rows and columns exchanged.
public enum Factor<S: Scalar>: Sendable {
  /// The matrix itself.
  case plain(Tensor<S>)
  /// Its transpose; nothing is copied.
  case transposed(Tensor<S>)

  var matrix: Tensor<S> {
    switch self {
    case .plain(let matrix), .transposed(let matrix): matrix
    }
  }

  var strides: (rows: Int, columns: Int, row: Int, column: Int) {
    switch self {
    case .plain(let a): (a.rows, a.columns, a.columns, 1)
    case .transposed(let a): (a.columns, a.rows, 1, a.columns)
    }
  }
}

extension Tensor {
  /// `self = a b`, or `self += a b`: `[m, k] [k, n] -> [m, n]`.
  ///
  /// 2 m n k operations. The order in which an element adds its products depends on the shapes alone,
  /// never on the number of workers or on how rows and columns are cut. A single row takes kernels of
  /// its own, so it may differ in the last bits from the same row among others.
  ///
  /// - Precondition: the shapes fit.
  public mutating func multiply(
    _ a: Factor<S>, _ b: Factor<S>, accumulate: Bool = false, on workers: Workers
  ) {
    let (left, right) = (a.strides, b.strides)
    let (m, k, n) = (left.rows, left.columns, right.columns)
    precondition(
      k == right.rows && rows == m && columns == n,
      "[\(m), \(k)] times [\(right.rows), \(n)] does not give \(shape)")
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
      if !accumulate { fill(0) }
      return
    }
    let kernels = S.kernels
    let (aStart, bStart) = (a.matrix.storage.elements, b.matrix.storage.elements)
    let c = mutablePointer()
    if m == 1, left.column == 1 {
      workers.forEachRange(of: n, size: MatrixTile.vectorColumns) { range in
        if right.column == 1 {
          kernels.multiplyRow(
            k, range.count, aStart, bStart + range.lowerBound, right.row, c + range.lowerBound,
            accumulate)
        } else {
          kernels.multiplyRowsByVector(
            range.count, k, bStart + range.lowerBound * right.column, right.column, aStart,
            c + range.lowerBound, accumulate)
        }
      }
      return
    }
    let packed = PackedLeft(a, in: storage.pool, on: workers)
    let tile = MatrixTile(rows: m, columns: n, panel: kernels.leftRows)
    workers.forEach(tile.count) { index in
      let (rowRange, columnRange) = tile[index]
      packed.multiply(
        rows: rowRange, by: bStart + columnRange.lowerBound * right.column, bRow: right.row,
        bColumn: right.column, columns: columnRange.count,
        into: c + rowRange.lowerBound * n + columnRange.lowerBound, cRow: n,
        accumulate: accumulate)
    }
  }
}

/// How a product's result is cut: tiles whose packed left rows stay in the second-level cache.
struct MatrixTile {
  static let vectorColumns = 512
  static let columnsPerTile = 64

  let rows: Int
  let columns: Int
  let rowsPerTile: Int

  init(rows: Int, columns: Int, panel: Int) {
    self.rows = rows
    self.columns = columns
    rowsPerTile = 192 / panel * panel
  }

  private var columnTiles: Int { (columns + Self.columnsPerTile - 1) / Self.columnsPerTile }
  var count: Int { (rows + rowsPerTile - 1) / rowsPerTile * columnTiles }

  subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let row = index / columnTiles * rowsPerTile
    let column = index % columnTiles * Self.columnsPerTile
    return (
      row..<min(rows, row + rowsPerTile), column..<min(columns, column + Self.columnsPerTile)
    )
  }
}

/// A left factor packed for the kernels, block after block of at most `maximumDepth` columns.
struct PackedLeft<S: Scalar> {
  private let storage: TensorStorage<S>
  private let kernels: KernelSet<S>
  private let depth: Int
  private let paddedRows: Int

  /// - Parameter pool: where the memory comes from; that of the product's result, which a training step
  ///   makes again and again.
  init(_ a: Factor<S>, in pool: StoragePool?, on workers: Workers) {
    let (m, k, row, column) = a.strides
    let kernels = S.kernels
    let panel = kernels.leftRows
    let padded = (m + panel - 1) / panel * panel
    self.kernels = kernels
    depth = k
    paddedRows = padded
    let storage = TensorStorage<S>(count: padded * k, pool: pool)
    self.storage = storage
    let start = a.matrix.storage.elements
    let slab = 16 * panel
    let slabs = (m + slab - 1) / slab
    let blocks = (k + KernelSet<S>.maximumDepth - 1) / KernelSet<S>.maximumDepth
    workers.forEach(slabs * blocks) { index in
      let (block, first) = (index / slabs, index % slabs * slab)
      let begin = block * KernelSet<S>.maximumDepth
      let width = min(k - begin, KernelSet<S>.maximumDepth)
      kernels.packLeft(
        min(slab, m - first), width, start + first * row + begin * column, row, column,
        storage.elements + begin * padded + first * width)
    }
  }

  /// `c = rows of the left factor times b`; `rows` starts at a panel.
  func multiply(
    rows: Range<Int>, by b: UnsafePointer<S>, bRow: Int, bColumn: Int, columns: Int,
    into c: UnsafeMutablePointer<S>, cRow: Int, accumulate: Bool
  ) {
    for begin in stride(from: 0, to: depth, by: KernelSet<S>.maximumDepth) {
      let width = min(depth - begin, KernelSet<S>.maximumDepth)
      kernels.multiplyPacked(
        rows.count, columns, width,
        storage.elements + begin * paddedRows + rows.lowerBound * width,
        b + begin * bRow, bRow, bColumn, c, cRow, accumulate || begin > 0)
    }
  }
}
