import Tensors
import Testing

@Suite("Kernels: sparse rows")
struct SparseRowKernelTests {
  private static let tableRows = 11

  private static func entries(_ count: Int) -> (indices: [Int32], values: [Float]) {
    var generator = Seed(1).child(count).generator()
    let indices = (0..<count).map { _ in Int32.random(in: 0..<Int32(tableRows), using: &generator) }
    return (indices, samples(count, seed: count))
  }

  @Test("gathering adds the named rows", arguments: everyKind)
  func gather(_ kind: KernelSet<Float>) {
    for width in oddSizes {
      for count in [0, 1, 2, 17, 100] {
        let row = width + 3
        let (indices, values) = Self.entries(count)
        let table = Guarded.input(samples(Self.tableRows * row, seed: 1))
        let before: [Float] = samples(width, seed: 2)
        let y = Guarded.output(before)
        kind.gatherRows(count, indices, values, table.start, row, width, y.start)
        let expected = NaiveProduct(
          1, width, count, { Double(values[$1]) },
          { Double(table.start[Int(indices[$0]) * row + $1]) }, before: before.map(Double.init))
        #expect(
          isClose(y.values, to: expected.values, within: expected.bounds(in: Float.self)),
          "\(count) rows of \(width)")
        #expect(y.isIntact)
      }
    }
  }

  @Test("scattering adds to the named rows, and to nothing beside them", arguments: everyKind)
  func scatter(_ kind: KernelSet<Float>) {
    for width in oddSizes {
      for count in [0, 1, 2, 17, 100] {
        let row = width + 3
        let (indices, values) = Self.entries(count)
        let x = Guarded.input(samples(width, seed: 3))
        let before: [Float] = samples(Self.tableRows * row, seed: 4)
        let table = Guarded.output(before)
        kind.scatterRows(count, indices, values, x.start, table.start, row, width)
        let expected = NaiveProduct(
          Self.tableRows, row, count, { Int(indices[$1]) == $0 ? Double(values[$1]) : 0 },
          { $1 < width ? Double(x.start[$1]) : 0 }, before: before.map(Double.init))
        #expect(
          isClose(table.values, to: expected.values, within: expected.bounds(in: Float.self)),
          "\(count) rows of \(width)")
        let after = table.values
        #expect(
          after.indices.allSatisfy { $0 % row < width || after[$0] == before[$0] },
          "\(count) rows of \(width)")
        #expect(table.isIntact)
      }
    }
  }
}
