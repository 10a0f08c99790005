import Tensors
import Testing

@Suite("Tensors: sparse products")
struct SparseProductTests {
  private static let shapes: [(rows: Int, n: Int, k: Int)] = [
    (0, 5, 3), (1, 0, 3), (1, 1, 1), (3, 5, 16), (7, 9, 17), (8, 33, 63), (9, 33, 64), (17, 65, 65),
    (64, 100, 100), (33, 257, 130),
  ]

  private static func check<S: Scalar>(_ density: Double, in type: S.Type) {
    for (rows, n, k) in shapes {
      let x = sampleSparse(rows: rows, columns: n, density: density, seed: n, of: S.self)
      let dense = x.dense().elements
      let table: Tensor<S> = sampleTensor([n, k], seed: 1)
      let bias: Tensor<S> = sampleTensor([k], seed: 2)
      let y: Tensor<S> = sampleTensor([rows, k], seed: 3)

      var product = Tensor<S>(repeating: .nan, shape: [rows, k])
      product.multiply(x, table, addingBias: bias, on: Workers(2))
      let expected = NaiveProduct(
        rows, k, n, { Double(dense[$0 * n + $1]) }, { Double(table[$0, $1]) },
        before: (0..<rows).flatMap { _ in bias.elements.map(Double.init) })
      #expect(
        isClose(product.elements, to: expected.values, within: expected.bounds(in: S.self)),
        "[\(rows), \(n)] [\(n), \(k)]")

      let before: Tensor<S> = sampleTensor([n, k], seed: 4)
      var adjoint = before
      adjoint.addTransposed(x, times: y, on: Workers(2))
      let expectedAdjoint = NaiveProduct(
        n, k, rows, { Double(dense[$1 * n + $0]) }, { Double(y[$0, $1]) },
        before: before.elements.map(Double.init))
      #expect(
        isClose(
          adjoint.elements, to: expectedAdjoint.values,
          within: expectedAdjoint.bounds(in: S.self)),
        "transpose of [\(rows), \(n)], [\(rows), \(k)]")

      let w = sampleSparse(rows: n, columns: k, density: density, seed: k, of: S.self)
      let right = w.dense().elements
      var written = Tensor<S>(repeating: .nan, shape: [rows, k])
      written.multiply(x, w, on: Workers(2))
      let expectedWritten = NaiveProduct(
        rows, k, n, { Double(dense[$0 * n + $1]) }, { Double(right[$0 * k + $1]) })
      #expect(
        isClose(
          written.elements, to: expectedWritten.values,
          within: expectedWritten.bounds(in: S.self)),
        "sparse [\(rows), \(n)] [\(n), \(k)]")
    }
  }

  @Test("Float against the dense product", arguments: [0, 0.05, 0.5, 1])
  func float(_ density: Double) { Self.check(density, in: Float.self) }

  @Test("Double against the dense product", arguments: [0, 0.05, 0.5, 1])
  func double(_ density: Double) { Self.check(density, in: Double.self) }

  @Test("adding one row is one more entry of the sparse product")
  func addRow() {
    let table: Tensor<Double> = sampleTensor([6, 35], seed: 1)
    let before: Tensor<Double> = sampleTensor([4, 35], seed: 2)
    var y = before
    y.addRow(5, of: table, toRow: 2, times: 0.5)
    for row in 0..<4 {
      for column in 0..<35 {
        let added = row == 2 ? 0.5 * table[5, column] : 0
        #expect(y[row, column] == before[row, column] + added)
      }
    }
  }
}
