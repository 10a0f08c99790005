/// A right factor packed for the kernels once, for many products with few rows each.
struct PackedRight<S: Scalar> {
  private let storage: TensorStorage<S>
  private let kernels: KernelSet<S>
  private let depth: Int
  private let columns: Int

  /// Element `(p, j)` of the `[depth, columns]` at `b[p row + j column]`.
  init(
    _ b: UnsafePointer<S>, depth: Int, columns: Int, row: Int, column: Int, in pool: StoragePool?
  ) {
    let kernels = S.kernels
    let panels = (columns + kernels.rightColumns - 1) / kernels.rightColumns
    self.kernels = kernels
    self.depth = depth
    self.columns = columns
    storage = TensorStorage(count: panels * kernels.rightColumns * depth, pool: pool)
    kernels.packRight(depth, columns, b, row, column, storage.elements)
  }

  /// The room that the rows of a left factor take when they are packed.
  static func packedCount(rows: Int, depth: Int) -> Int {
    let panel = S.kernels.leftRows
    return (rows + panel - 1) / panel * panel * depth
  }

  /// `c = a times this`, or `c +=`; `a [rows, depth]` is packed, `c` has rows of `cRow` elements.
  func multiply(
    packedLeft a: UnsafePointer<S>, rows: Int, into c: UnsafeMutablePointer<S>, cRow: Int,
    accumulate: Bool
  ) {
    kernels.multiplyPanels(rows, columns, depth, a, storage.elements, c, cRow, accumulate)
  }
}
