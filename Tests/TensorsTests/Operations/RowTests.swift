import Tensors
import Testing

@Suite("Tensors: rows")
struct RowTests {
  @Test("a rectified row") func rectified() {
    let x: Tensor<Float> = sampleTensor([4, 35], seed: 1)
    var y: Tensor<Float> = sampleTensor([2, 35], seed: 2)
    let first = (0..<35).map { y[0, $0] }
    y.assignRelu(ofRow: 3, of: x, toRow: 1)
    #expect((0..<35).allSatisfy { y[1, $0] == max(x[3, $0], 0) && y[0, $0] == first[$0] })
  }

  @Test("filling a row leaves the others") func fill() {
    var y = Tensor<Float>(zeros: [3, 4])
    y.fillRow(1, 2)
    #expect(y.elements == [0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0])
  }

  /// Against the definition, in double precision: columns that the source lacks get what its least element gets.
  @Test("a centred row is added", arguments: [true, false]) func centred(isStandardized: Bool) {
    let x: Tensor<Float> = sampleTensor([3, 35], seed: 3)
    let before: Tensor<Float> = sampleTensor([2, 38], seed: 4)
    var y = before
    y.addCenteredRow(2, of: x, toRow: 1, times: 0.7, standardized: isStandardized)
    let row = (0..<35).map { Double(x[2, $0]) }
    let mean = row.reduce(0, +) / 35
    let deviation = (row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 35).squareRoot()
    let unit = isStandardized ? deviation : 1
    for column in 0..<38 {
      let value = column < 35 ? row[column] : row.min() ?? 0
      let expected = Double(before[1, column]) + 0.7 * (value - mean) / unit
      #expect(abs(Double(y[1, column]) - expected) < 1e-6, "\(column)")
      #expect(y[0, column] == before[0, column])
    }
    y.addCenteredRow(
      0, of: Tensor(repeating: 3, shape: [1, 35]), toRow: 0, times: 2, standardized: isStandardized)
    #expect((0..<38).allSatisfy { y[0, $0] == before[0, $0] })
  }

  @Test("rows are appended to what is shared, grown or empty")
  func append() {
    var table = Tensor<Float>(zeros: [0, 3])
    var snapshots: [Tensor<Float>] = []
    for row in 0..<20 {
      if row % 3 == 0 { snapshots.append(table) }
      table.appendRow(Tensor(repeating: Float(row), shape: [3]))
      #expect(table.shape == [row + 1, 3])
    }
    #expect(table.elements == (0..<20).flatMap { Array(repeating: Float($0), count: 3) })
    for snapshot in snapshots {
      #expect(snapshot.elements == Array(table.elements.prefix(snapshot.count)))
    }
  }

  @Test("appending seldom moves a table")
  func amortised() {
    var table = Tensor<Float>(zeros: [1, 4])
    let row = Tensor<Float>(repeating: 1, shape: [4])
    var addresses: Set<UInt> = []
    for _ in 0..<1000 {
      table.appendRow(row)
      addresses.insert(table.address)
    }
    #expect(addresses.count <= 11)
  }

  @Test("fewer columns of a sparse matrix, and another precision")
  func sparse() {
    let x: SparseMatrix<Float> = sampleSparse(rows: 9, columns: 20, density: 0.3, seed: 1)
    let narrow = x.keepingColumns(7)
    for row in 0..<9 {
      for column in 0..<7 { #expect(narrow.dense()[row, column] == x.dense()[row, column]) }
    }
    #expect(narrow.columns == 7 && narrow.rows == 9)
    #expect(x.converted(to: Double.self).values == x.values.map(Double.init))
    #expect(x.converted(to: Float.self) == x)
  }
}
