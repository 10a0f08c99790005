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
    multiply(a, b, addingBias: nil, accumulate: accumulate, on: workers)
  }

  /// `self[r] = bias + (a b)[r]` for every row: `[m, k] [k, n]`, `bias [n]`, `-> [m, n]`.
  ///
  /// - Precondition: the shapes fit.
  package mutating func multiply(
    _ a: Factor<S>, _ b: Factor<S>, addingBias bias: Tensor, on workers: Workers
  ) {
    multiply(a, b, addingBias: bias, accumulate: false, on: workers)
  }

  @specialized(where S == Float)
  private mutating func multiply(
    _ a: Factor<S>, _ b: Factor<S>, addingBias bias: Tensor?, accumulate: Bool,
    on workers: Workers
  ) {
    let (left, right) = (a.strides, b.strides)
    let (m, k, n) = (left.rows, left.columns, right.columns)
    precondition(
      k == right.rows && rows == m && columns == n && bias.map { $0.count == n } != false,
      "[\(m), \(k)] times [\(right.rows), \(n)] does not give \(shape)")
    guard m > 0, n > 0 else { return }
    let product = Product(
      left: a, right: b.matrix.storage.elements, strides: (right.row, right.column),
      bias: bias?.storage.elements, result: mutablePointer(), columns: n,
      accumulate: accumulate || bias != nil, pool: storage.pool)
    if k == 0 {
      if bias == nil, !accumulate { fill(0) }
      product.placeBias(rows: 0..<m, columns: 0..<n)
    } else if m == 1, left.column == 1 {
      product.computeRow(on: workers)
    } else {
      product.compute(on: workers)
    }
  }
}

/// A product on its way into memory.
private struct Product<S: Scalar> {
  let left: Factor<S>
  let right: UnsafePointer<S>
  let strides: (row: Int, column: Int)
  /// What every row begins with.
  let bias: UnsafePointer<S>?
  let result: UnsafeMutablePointer<S>
  let columns: Int
  /// Whether the result's elements, or the bias that was placed there, are added to.
  let accumulate: Bool
  let pool: StoragePool?

  func placeBias(rows: Range<Int>, columns range: Range<Int>) {
    guard let bias else { return }
    for row in rows {
      (result + row * columns + range.lowerBound).update(
        from: bias + range.lowerBound, count: range.count)
    }
  }

  func computeRow(on workers: Workers) {
    let kernels = S.kernels
    let (k, x) = (left.strides.columns, left.matrix.storage.elements)
    workers.forEachRange(of: columns, size: MatrixTile.vectorColumns) { range in
      placeBias(rows: 0..<1, columns: range)
      let b = right + range.lowerBound * strides.column
      let y = result + range.lowerBound
      if strides.column == 1 {
        kernels.multiplyRow(k, range.count, x, b, strides.row, y, accumulate)
      } else {
        kernels.multiplyRowsByVector(range.count, k, b, strides.column, x, y, accumulate)
      }
    }
  }

  func compute(on workers: Workers) {
    let kernels = S.kernels
    let (m, k) = (left.strides.rows, left.strides.columns)
    let packed = PackedLeft(left, in: pool, on: workers)
    let tile = MatrixTile(rows: m, columns: columns, panel: kernels.leftRows)
    let chunk = MatrixTile.depth(of: k, tiles: tile.count)
    let chunks = (k + chunk - 1) / chunk
    // To gather a transposed factor costs as much as many rows do: where there are more, tiles share it.
    let isShared = strides.column != 1 && m > 4 * tile.rowsPerTile && k <= KernelSet<S>.maximumDepth
    let shared =
      isShared
      ? PackedRight(
        right, depth: k, columns: columns, row: strides.row, column: strides.column, in: pool)
      : nil
    // The first chunk goes where the result belongs, each other into a matrix of its own.
    let size = m * columns
    let partial = TensorStorage<S>(count: (chunks - 1) * size, pool: pool)
    defer { withExtendedLifetime(partial) {} }
    let partials = partial.elements
    workers.forEach(tile.count * chunks) { index in
      let (rowRange, columnRange) = tile[index % tile.count]
      let piece = index / tile.count
      let c =
        (piece == 0 ? result : partials + (piece - 1) * size)
        + rowRange.lowerBound * columns + columnRange.lowerBound
      if let shared {
        placeBias(rows: rowRange, columns: columnRange)
        return packed.multiply(
          rows: rowRange, by: shared, columns: columnRange, into: c, cRow: columns,
          accumulate: accumulate)
      }
      let addend: (UnsafePointer<S>, row: Int)? =
        if piece > 0 {
          nil
        } else if let bias {
          (bias + columnRange.lowerBound, row: 0)
        } else {
          accumulate ? (UnsafePointer(c), row: columns) : nil
        }
      packed.multiply(
        rows: rowRange, depth: piece * chunk..<min(k, (piece + 1) * chunk),
        by: right + columnRange.lowerBound * strides.column, bRow: strides.row,
        bColumn: strides.column, columns: columnRange.count, into: c, cRow: columns, adding: addend)
    }
    guard chunks > 1 else { return }
    workers.forEachRange(of: size, size: 4096) { range in
      kernels.addRows(
        chunks - 1, range.count, partials + range.lowerBound, size, result + range.lowerBound)
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

  /// How many products an element adds at a stretch: all, or, where so deep a product has too few tiles
  /// to share, a part of them, whose sums are then added in order.
  static func depth(of k: Int, tiles: Int) -> Int {
    let block = 1024
    guard k > block, tiles < 16 else { return k }
    // At most 32 parts, so that their sums stay small beside the factors.
    return max(block, (k + 32 * block - 1) / (32 * block) * block)
  }

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

  /// `c = rows of the left factor times columns of b`, or `c +=`; both start at a panel, and the depth is
  /// one block.
  func multiply(
    rows: Range<Int>, by b: PackedRight<S>, columns: Range<Int>,
    into c: UnsafeMutablePointer<S>, cRow: Int, accumulate: Bool
  ) {
    precondition(depth <= KernelSet<S>.maximumDepth, "a depth of \(depth) in one block")
    b.multiply(
      packedLeft: storage.elements + rows.lowerBound * depth, rows: rows.count, columns: columns,
      into: c, cRow: cRow, accumulate: accumulate)
  }

  /// `c = rows of the left factor times b`, plus the addend; `rows` starts at a panel, and `depth`, all of it
  /// unless some is named, at a block.
  func multiply(
    rows: Range<Int>, depth range: Range<Int>? = nil, by b: UnsafePointer<S>, bRow: Int,
    bColumn: Int, columns: Int,
    into c: UnsafeMutablePointer<S>, cRow: Int, adding addend: (UnsafePointer<S>, row: Int)? = nil
  ) {
    let range = range ?? 0..<depth
    var addend = addend
    for begin in stride(from: range.lowerBound, to: range.upperBound, by: KernelSet<S>.maximumDepth)
    {
      let width = min(depth - begin, KernelSet<S>.maximumDepth)
      kernels.multiplyPacked(
        rows.count, columns, width,
        storage.elements + begin * paddedRows + rows.lowerBound * width,
        b + begin * bRow, bRow, bColumn, c, cRow, addend?.0, addend?.row ?? 0)
      addend = (UnsafePointer(c), row: cRow)
    }
  }
}
