/// A right factor packed for the kernels once, for many products or many rows.
struct PackedRight<S: Scalar> {
  private let storage: TensorStorage<S>
  private let kernels: KernelSet<S>
  private let depth: Int
  private let columns: Int

  /// Element `(p, j)` of the `[depth, columns]` at `b[p row + j column]`.
  init(
    _ b: UnsafePointer<S>, depth: Int, columns: Int, row: Int, column: Int, in pool: StoragePool?,
    on workers: Workers = .one
  ) {
    let kernels = S.kernels
    let panels = (columns + kernels.rightColumns - 1) / kernels.rightColumns
    self.kernels = kernels
    self.depth = depth
    self.columns = columns
    storage = TensorStorage(count: panels * kernels.rightColumns * depth, pool: pool)
    let packed = storage.elements
    workers.forEachRange(of: columns, size: 8 * kernels.rightColumns) { range in
      kernels.packRight(
        depth, range.count, b + range.lowerBound * column, row, column,
        packed + range.lowerBound * depth)
    }
  }

  /// The room that the rows of a left factor take when they are packed.
  static func packedCount(rows: Int, depth: Int) -> Int {
    let panel = S.kernels.leftRows
    return (rows + panel - 1) / panel * panel * depth
  }

  /// `c = a times this`, or `c +=`; `a [rows, depth]` is packed, `c` has rows of `cRow` elements. Of the
  /// columns all, or some that begin with a panel.
  func multiply(
    packedLeft a: UnsafePointer<S>, rows: Int, columns range: Range<Int>? = nil,
    into c: UnsafeMutablePointer<S>, cRow: Int, accumulate: Bool
  ) {
    let range = range ?? 0..<columns
    kernels.multiplyPanels(
      rows, range.count, depth, a, storage.elements + range.lowerBound * depth, c, cRow, accumulate)
  }
}
