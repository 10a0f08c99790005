import Tensors
import Testing

@Suite("Kernels: dot products with named rows")
struct CandidateDotKernelTests {
  @Test("with and without a bias", arguments: everyKind, oddSizes)
  func dots(_ kind: KernelSet<Float>, _ width: Int) {
    let row = width + 3
    let table = Guarded.input(samples(6 * row, seed: 1))
    let x = Guarded.input(samples(width, seed: 2))
    let bias: [Float] = samples(6, seed: 3)
    for indices in [[], [5], [0, 5, 2, 2, 1]] as [[Int32]] {
      for hasBias in [false, true] {
        let y = Guarded.output([Float](repeating: 0, count: indices.count))
        bias.withUnsafeBufferPointer {
          kind.candidateDots(
            indices.count, indices, table.start, row, width, hasBias ? $0.baseAddress : nil,
            x.start, y.start)
        }
        let expected = NaiveProduct(
          indices.count, 1, width, { Double(table.start[Int(indices[$0]) * row + $1]) },
          { p, _ in Double(x.start[p]) },
          before: indices.map { hasBias ? Double(bias[Int($0)]) : 0 })
        #expect(isClose(y.values, to: expected.values, within: expected.bounds(in: Float.self)))
        #expect(y.isIntact)
      }
    }
  }
}
