extension Tensor {
  /// `self[r] = bias + sum_i x[r, i] table[i]`: sparse rows times a dense table.
  ///
  /// Shapes: `x [rows, n]`, `table [n, k]`, `bias [k]`, `self [rows, k]`. O(entries k).
  public mutating func multiply(
    _ x: SparseMatrix<S>, _ table: Tensor, addingBias bias: Tensor, on workers: Workers
  ) {
    let width = columns
    precondition(
      x.columns == table.rows && x.rows == rows && table.columns == width && bias.count == width,
      """
      [\(x.rows), \(x.columns)] times \(table.shape) plus \(bias.shape) does not give \(shape)
      """)
    let kernels = S.kernels
    let y = mutablePointer()
    x.withEntries { starts, indices, values in
      workers.forEachRange(of: x.rows, size: 8) { range in
        for row in range {
          let (first, count) = (starts[row], starts[row + 1] - starts[row])
          (y + row * width).update(from: bias.storage.elements, count: width)
          kernels.gatherRows(
            count, indices + first, values + first, table.storage.elements, width, width,
            y + row * width)
        }
      }
    }
  }

  /// `self = x w`: sparse rows times a sparse matrix, with zeros written out.
  ///
  /// Shapes: `x [rows, n]`, `w [n, k]`, `self [rows, k]`. O(rows k + products): for each entry of `x` as
  /// many as there are entries in the row of `w` that it meets.
  public mutating func multiply(
    _ x: SparseMatrix<S>, _ w: SparseMatrix<S>, on workers: Workers
  ) {
    let width = columns
    precondition(
      x.columns == w.rows && x.rows == rows && w.columns == width,
      "[\(x.rows), \(x.columns)] times [\(w.rows), \(w.columns)] does not give \(shape)")
    let (kernels, pool) = (S.kernels, storage.pool)
    let y = mutablePointer()
    x.withEntries { starts, indices, values in
      w.withEntries { rowStarts, columns, elements in
        workers.forEachRange(of: x.rows, size: 8) { range in
          let products = TensorStorage<S>(count: width, pool: pool)
          defer { withExtendedLifetime(products) {} }
          for row in range {
            kernels.fill(width, 0, y + row * width)
            for entry in starts[row]..<starts[row + 1] {
              let first = rowStarts[Int(indices[entry])]
              let count = rowStarts[Int(indices[entry]) + 1] - first
              kernels.scale(count, values[entry], elements + first, products.elements, false)
              kernels.put(count, columns + first, products.elements, y + row * width)
            }
          }
        }
      }
    }
  }

  /// `self += transpose(x) y`: the adjoint of the sparse product for its table.
  ///
  /// Shapes: `x [rows, n]`, `y [rows, k]`, `self [n, k]`. O(entries k + rows n / 256 log n), shared by rows of
  /// `self`.
  public mutating func addTransposed(
    _ x: SparseMatrix<S>, times y: Tensor, on workers: Workers
  ) {
    let width = columns
    precondition(
      x.rows == y.rows && x.columns == rows && y.columns == width,
      "transpose of [\(x.rows), \(x.columns)] times \(y.shape) does not give \(shape)")
    let table = mutablePointer()
    workers.forEachRange(of: x.columns, size: 256) { range in
      x.addTransposed(
        columns: range, times: y.storage.elements, width: width,
        to: table + range.lowerBound * width)
    }
  }
}

extension SparseMatrix {
  /// `table[i] += sum_r self[r, first + i] y[r]` for a range of columns, the sum in the order of rows.
  func addTransposed(
    columns range: Range<Int>, times y: UnsafePointer<S>, width: Int,
    to table: UnsafeMutablePointer<S>
  ) {
    let kernels = S.kernels
    withEntries { starts, indices, values in
      for row in 0..<rows where starts[row] < starts[row + 1] {
        let entries = indices.partition(starts[row]..<starts[row + 1], from: range)
        kernels.scatterRows(
          entries.count, indices + entries.lowerBound, values + entries.lowerBound, y + row * width,
          table - range.lowerBound * width, width, width)
      }
    }
  }

  func withEntries<R>(
    _ body: (UnsafePointer<Int>, UnsafePointer<Int32>, UnsafePointer<S>) -> R
  ) -> R {
    starts.withUnsafeBufferPointer { starts in
      indices.withUnsafeBufferPointer { indices in
        values.withUnsafeBufferPointer { values in
          // An empty array has no address; nothing is read from it then.
          let noIndex = UnsafePointer<Int32>(bitPattern: 64)!
          let noValue = UnsafePointer<S>(bitPattern: 64)!
          return body(
            starts.baseAddress!, indices.baseAddress ?? noIndex, values.baseAddress ?? noValue)
        }
      }
    }
  }
}
