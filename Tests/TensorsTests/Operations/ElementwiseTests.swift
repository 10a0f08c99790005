import Tensors
import Testing

@Suite("Tensors: element by element")
struct ElementwiseTests {
  // The last is cut into several pieces.
  private static let shapes: [Shape] = [[0], [1], [17], [5, 33], [2, 3, 7], [3, 0], [131, 300]]

  @Test("multiples, set and added", arguments: shapes)
  func multiples(_ shape: Shape) {
    let x: Tensor<Double> = sampleTensor(shape, seed: 1)
    let before: Tensor<Double> = sampleTensor(shape, seed: 2)
    var (set, added) = (before, before)
    set.assign(x, times: -3, on: Workers(2))
    added.add(x, times: -3, on: Workers(2))
    #expect(set.elements == x.elements.map { -3 * $0 })
    #expect(added.elements == zip(before.elements, x.elements).map { $0 + -3 * $1 })
  }

  @Test("products, rectifier and its adjoint", arguments: shapes)
  func functions(_ shape: Shape) {
    let a: Tensor<Double> = sampleTensor(shape, seed: 1)
    let b: Tensor<Double> = sampleTensor(shape, seed: 2)
    var y = b
    y.assignProduct(of: a, and: b)
    #expect(y.elements == zip(a.elements, b.elements).map { $0 * $1 })
    y.assignRelu(of: a, on: Workers(2))
    #expect(y.elements == a.elements.map { max($0, 0) })
    var adjoint = b
    adjoint.addReluAdjoint(y: y, yBar: a, on: Workers(2))
    #expect(adjoint.elements == zip(a.elements, b.elements).map { $0 > 0 ? $1 + $0 : $1 })
    y.fill(2.5)
    #expect(y == Tensor(repeating: 2.5, shape: shape))
  }

  @Test("a tensor may be its own operand")
  func aliased() {
    let x: Tensor<Float> = sampleTensor([7, 33], seed: 1)
    var y = x
    y.add(y)
    #expect(y.elements == x.elements.map { 2 * $0 })
    y = x
    y.assignProduct(of: y, and: y)
    #expect(y.elements == x.elements.map { $0 * $0 })
  }

  @Test("column sums", arguments: oddSizes, [0, 37, 512, 513, 1700])
  func columnSums(_ columns: Int, _ rows: Int) {
    let x: Tensor<Float> = sampleTensor([rows, columns], seed: 1)
    var sums = Tensor<Float>(repeating: 1, shape: [columns])
    sums.addColumnSums(of: x, on: Workers(2))
    let expected = NaiveProduct(
      1, columns, rows, { _, _ in 1 }, { Double(x[$0, $1]) },
      before: .init(repeating: 1, count: columns))
    #expect(isClose(sums.elements, to: expected.values, within: expected.bounds(in: Float.self)))
  }

  @Test("the first 512 rows of column sums are added one after the other")
  func columnSumsInOrder() {
    let x: Tensor<Float> = sampleTensor([512, 3], seed: 1)
    var sums = Tensor<Float>(repeating: 1, shape: [3])
    sums.addColumnSums(of: x, on: Workers(2))
    for j in 0..<3 { #expect(sums[j] == (0..<512).reduce(1) { $0 + x[$1, j] }) }
  }

  @Test("dropout of every row by its own seed, Float and Double alike", arguments: shapes)
  func dropout(_ shape: Shape) {
    let dropout = DropoutMask(rate: 0.5, seed: Seed(3))
    let x: Tensor<Float> = sampleTensor(shape, seed: 1)
    var y = Tensor<Float>(repeating: 1, shape: shape)
    y.assignDropout(of: x, dropout, on: Workers(2))
    let wide = Tensor<Double>(x.elements.map(Double.init), shape: shape)
    var z = Tensor<Double>(repeating: 1, shape: shape)
    z.assignDropout(of: wide, dropout, accumulate: true)
    for row in 0..<x.rows {
      let seed = dropout.seed.child(row)
      for column in 0..<x.columns {
        let kept = seed.hash(UInt32(column)) >= 1 << 31
        #expect(y[row, column] == (kept ? 2 * x[row, column] : 0))
        #expect(z[row, column] == 1 + (kept ? 2 * wide[row, column] : 0))
      }
    }
  }

  @Test("counts within a row")
  func counts() {
    let x = Tensor<Float>([1, 2, 3, .nan, 5, 5], shape: [2, 3])
    let first = x.counts(row: 0, against: 2)
    #expect((first.greater, first.equal, first.notANumber) == (1, 1, 0))
    let second = x.counts(row: 1, against: 5)
    #expect((second.greater, second.equal, second.notANumber) == (0, 2, 1))
  }

  @Test("counts within every row against its own element of a column")
  func countsAgainstAColumn() {
    let x = Tensor<Float>([1, 2, 3, .nan, 5, 5, 4, 4, 9], shape: [3, 3])
    for column in 1..<3 {
      let counts = x.counts(againstColumn: column)
      #expect(counts.count == 3)
      for (row, found) in counts.enumerated() {
        let own = x.counts(row: row, against: x[row, column])
        #expect(
          (found.greater, found.equal, found.notANumber)
            == (own.greater, own.equal, own.notANumber))
      }
    }
  }
}
