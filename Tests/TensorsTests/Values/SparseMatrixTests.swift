import Tensors
import Testing

/// Against lists of lists, over many random matrices, empty rows and columns among them.
@Suite("Sparse matrices")
struct SparseMatrixTests {
  private struct Sample {
    var matrix: SparseMatrix<Double>
    /// The same matrix, zeros written out.
    var dense: [[Double]]

    init(seed: Int) {
      var generator = Seed(2).child(seed).generator()
      let rows = Int.random(in: 0...9, using: &generator)
      let columns = Int.random(in: 0...9, using: &generator)
      let density = [0, 0.1, 0.5, 1][seed % 4]
      let dense = (0..<rows).map { _ in
        (0..<columns).map { _ in
          let (chance, value) = (generator.uniform(), generator.uniform())
          return chance < density ? value + 1 : 0
        }
      }
      self.dense = dense
      matrix = SparseMatrix(
        columns: columns,
        rows: dense.map { row in row.indices.filter { row[$0] != 0 }.map { ($0, row[$0]) } })
    }
  }

  private static let seeds = 0..<1000

  @Test("the dense form has the same entries, and zeros elsewhere")
  func dense() {
    for seed in Self.seeds {
      let sample = Sample(seed: seed)
      let dense = sample.matrix.dense()
      #expect(dense.shape == [sample.dense.count, sample.matrix.columns])
      #expect(dense.elements == sample.dense.flatMap { $0 })
    }
  }

  @Test("rows read as they were written")
  func rows() {
    for seed in Self.seeds {
      let sample = Sample(seed: seed)
      #expect(sample.matrix.rows == sample.dense.count)
      for (index, row) in sample.dense.enumerated() {
        let entries = sample.matrix.row(index)
        #expect(entries.map(\.column) == row.indices.filter { row[$0] != 0 })
        #expect(entries.map(\.value) == row.filter { $0 != 0 })
      }
    }
  }

  @Test("the compressed form is consistent")
  func compressed() {
    for seed in Self.seeds {
      let matrix = Sample(seed: seed).matrix
      #expect(matrix.starts.first == 0 && matrix.starts.last == matrix.indices.count)
      #expect(matrix.indices.count == matrix.values.count)
      #expect(zip(matrix.starts, matrix.starts.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }

  @Test("the transpose exchanges rows and columns; twice, it is the matrix itself")
  func transposed() {
    for seed in Self.seeds {
      let sample = Sample(seed: seed)
      let transposed = sample.matrix.transposed()
      #expect(transposed.rows == sample.matrix.columns)
      #expect(transposed.columns == sample.matrix.rows)
      let expected = (0..<sample.matrix.columns).flatMap { j in sample.dense.map { $0[j] } }
      #expect(transposed.dense().elements == expected)
      #expect(transposed.transposed() == sample.matrix)
    }
  }

  @Test("chosen rows, in any order and more than once")
  func gathering() {
    for seed in Self.seeds {
      let sample = Sample(seed: seed)
      guard sample.matrix.rows > 0 else { continue }
      var generator = Seed(3).child(seed).generator()
      let chosen = (0..<seed % 12).map { _ in
        Int.random(in: 0..<sample.matrix.rows, using: &generator)
      }
      let gathered = sample.matrix.gatheringRows(chosen)
      #expect(gathered.columns == sample.matrix.columns && gathered.rows == chosen.count)
      #expect(gathered.dense().elements == chosen.flatMap { sample.dense[$0] })
    }
    let matrix = Sample(seed: 7).matrix
    #expect(matrix.gatheringRows(0..<matrix.rows) == matrix)
  }

  @Test("entries in any order within their rows build the same matrix")
  func unsorted() {
    for seed in Self.seeds {
      let matrix = Sample(seed: seed).matrix
      var generator = Seed(5).child(seed).generator()
      let rows = (0..<matrix.rows).map { matrix.row($0).shuffled(using: &generator) }
      let built = SparseMatrix(
        columns: matrix.columns, counts: rows.map(\.count),
        unsorted: rows.joined().map { Int32($0.column) }, values: rows.joined().map(\.value))
      #expect(built == matrix)
    }
  }

  @Test("appending rows one by one builds the same matrix")
  func appending() {
    for seed in Self.seeds {
      let matrix = Sample(seed: seed).matrix
      var built = SparseMatrix<Double>(columns: matrix.columns)
      for row in 0..<matrix.rows { built.appendRow(matrix.row(row)) }
      #expect(built == matrix && built.hashValue == matrix.hashValue)
    }
  }

  @Test("a matrix without rows, without columns, without entries")
  func empty() {
    let none = SparseMatrix<Float>(columns: 3)
    #expect(none.rows == 0 && none.transposed().rows == 3 && none.transposed().columns == 0)
    #expect(none.transposed().transposed() == none)
    let zeros = SparseMatrix<Float>(columns: 2, rows: [[], [], []])
    #expect(zeros.rows == 3 && zeros.row(1).isEmpty)
    #expect(zeros.dense() == Tensor(zeros: [3, 2]))
    #expect(zeros != SparseMatrix(columns: 3, rows: [[], [], []]))
  }

  @Test("a written zero is an entry")
  func explicitZero() {
    let matrix = SparseMatrix<Float>(columns: 2, rows: [[(1, 0)]])
    #expect(matrix.row(0).count == 1)
    #expect(matrix != SparseMatrix(columns: 2, rows: [[]]))
    #expect(matrix.dense() == Tensor(zeros: [1, 2]))
  }

  @Test func dividedRowsAddUpToAPowerOfTheirSum() {
    for seed in Self.seeds {
      let matrix = Sample(seed: seed).matrix
      #expect(matrix.dividingRows(bySumToThe: 0) == matrix)
      for exponent in [0.5, 1] {
        let divided = matrix.dividingRows(bySumToThe: exponent)
        #expect(divided.starts == matrix.starts && divided.indices == matrix.indices)
        for row in 0..<matrix.rows {
          let sum = matrix.row(row).reduce(0) { $0 + $1.value }
          let power = exponent == 1 ? sum : sum.squareRoot()
          for (before, after) in zip(matrix.row(row), divided.row(row)) {
            #expect(abs(after.value - before.value / power) <= 1e-14 * after.value)
          }
        }
      }
    }
  }

  @Test func aRowWithoutAPositiveSumIsNotDivided() {
    let matrix = SparseMatrix<Double>(columns: 2, rows: [[(0, 1), (1, -1)], []])
    #expect(matrix.dividingRows(bySumToThe: 1) == matrix)
  }
}
