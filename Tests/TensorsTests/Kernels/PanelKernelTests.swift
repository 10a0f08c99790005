import Tensors
import Testing

@Suite("Kernels: products of packed factors")
struct PanelKernelTests {
  @Test("both factors packed, the right one in both layouts", arguments: everyKind, [false, true])
  func panels(_ kind: KernelSet<Float>, _ isTransposed: Bool) {
    for m in [1, 11, 12, 24, 25] {
      for n in [1, 16, 31, 32, 33, 100] {
        for k in [1, 3, 64, 600] where k < 600 || n < 40 {
          for accumulate in [false, true] {
            let (row, column) = isTransposed ? (1, k + 2) : (n + 2, 1)
            let a = Guarded.input(samples(m * (k + 1), seed: 1))
            let b = Guarded.input(samples((n + 2) * (k + 2), seed: 2))
            let cRow = n + 3
            let before: [Float] = samples(m * cRow, seed: 3)
            let c = Guarded.output(before)
            func padded(_ count: Int, to panel: Int) -> Guarded {
              .output([Float](repeating: 0, count: (count + panel - 1) / panel * panel * k))
            }
            let (left, right) = (
              padded(m, to: kind.leftRows), padded(n, to: kind.rightColumns)
            )
            kind.packLeft(m, k, a.start, k + 1, 1, left.start)
            kind.packRight(k, n, b.start, row, column, right.start)
            kind.multiplyPanels(m, n, k, left.start, right.start, c.start, cRow, accumulate)

            let rows = (0..<m).map { $0 * cRow..<$0 * cRow + n }
            let expected = NaiveProduct(
              m, n, k, { Double(a.start[$0 * (k + 1) + $1]) },
              { Double(b.start[$0 * row + $1 * column]) },
              before: accumulate ? rows.flatMap { before[$0].map(Double.init) } : nil)
            let values = c.values
            #expect(
              isClose(
                rows.flatMap { values[$0] }, to: expected.values,
                within: expected.bounds(in: Float.self)),
              "\(m) x \(k) x \(n)")
            let gaps = (0..<m).flatMap { Array($0 * cRow + n..<($0 + 1) * cRow) }
            #expect(gaps.allSatisfy { values[$0] == before[$0] }, "\(m) x \(k) x \(n)")
            #expect(c.isIntact && left.isIntact && right.isIntact, "\(m) x \(k) x \(n)")
          }
        }
      }
    }
  }
}
