import Tensors
import Testing

@Suite("Kernels: products")
struct MultiplyKernelTests {
  struct Layout: Sendable {
    var left: Bool
    var right: Bool
    var accumulate: Bool

    static let all = [false, true].flatMap { left in
      [false, true].flatMap { right in
        [false, true].map { Layout(left: left, right: right, accumulate: $0) }
      }
    }
  }

  @Test("a packed product, its operands in every layout", arguments: everyKind, Layout.all)
  func packed(_ kind: KernelSet<Float>, _ layout: Layout) {
    for m in [1, 3, 15, 16, 17, 33, 65] {
      for n in [1, 3, 15, 16, 17, 31, 33, 64, 100] {
        for k in [0, 1, 3, 17, 64, 512] where k < 512 || m + n < 40 {
          // The rows of every matrix are longer than they need be, as those of a tile are.
          let (aRow, aColumn) = layout.left ? (1, m + 2) : (k + 2, 1)
          let (bRow, bColumn) = layout.right ? (1, k + 5) : (n + 5, 1)
          let cRow = n + 3
          let a = Guarded.input(samples((m + 2) * (k + 2), seed: 1))
          let b = Guarded.input(samples((n + 5) * (k + 5), seed: 2))
          let before: [Float] = samples(m * cRow, seed: 3)
          let c = Guarded.output(before)
          let padded = (m + kind.leftRows - 1) / kind.leftRows * kind.leftRows
          let left = Guarded.output([Float](repeating: 0, count: padded * k))

          kind.packLeft(m, k, a.start, aRow, aColumn, left.start)
          kind.multiplyPacked(
            m, n, k, left.start, b.start, bRow, bColumn, c.start, cRow,
            layout.accumulate ? UnsafePointer(c.start) : nil, cRow)

          let rows = (0..<m).map { $0 * cRow..<$0 * cRow + n }
          let expected = NaiveProduct(
            m, n, k, { Double(a.start[$0 * aRow + $1 * aColumn]) },
            { Double(b.start[$0 * bRow + $1 * bColumn]) },
            before: layout.accumulate ? rows.flatMap { before[$0].map(Double.init) } : nil)
          let values = c.values
          #expect(
            isClose(
              rows.flatMap { values[$0] }, to: expected.values,
              within: expected.bounds(in: Float.self)),
            "\(m) x \(k) x \(n)")
          let gaps = (0..<m).flatMap { Array($0 * cRow + n..<($0 + 1) * cRow) }
          #expect(gaps.allSatisfy { values[$0] == before[$0] }, "\(m) x \(k) x \(n)")
          #expect(c.isIntact && left.isIntact, "\(m) x \(k) x \(n)")
        }
      }
    }
  }

  @Test("a row times a matrix", arguments: everyKind, [false, true])
  func row(_ kind: KernelSet<Float>, _ accumulate: Bool) {
    for n in oddSizes {
      for k in oddSizes {
        let bRow = n + 3
        var x: [Float] = samples(k, seed: 4)
        for p in stride(from: 1, to: k, by: 3) { x[p] = 0 }
        let (left, b) = (Guarded.input(x), Guarded.input(samples(k * bRow, seed: 5)))
        let before: [Float] = samples(n, seed: 6)
        let y = Guarded.output(before)
        kind.multiplyRow(k, n, left.start, b.start, bRow, y.start, accumulate)
        let expected = NaiveProduct(
          1, n, k, { Double(x[$1]) }, { Double(b.start[$0 * bRow + $1]) },
          before: accumulate ? before.map(Double.init) : nil)
        #expect(
          isClose(y.values, to: expected.values, within: expected.bounds(in: Float.self)),
          "\(k) x \(n)")
        #expect(y.isIntact, "\(k) x \(n)")
      }
    }
  }

  @Test("a matrix times a column", arguments: everyKind, [false, true])
  func column(_ kind: KernelSet<Float>, _ accumulate: Bool) {
    for n in oddSizes {
      for k in oddSizes {
        let bRow = k + 3
        let x = Guarded.input(samples(k, seed: 7))
        let b = Guarded.input(samples(n * bRow, seed: 8))
        let before: [Float] = samples(n, seed: 9)
        let y = Guarded.output(before)
        kind.multiplyRowsByVector(n, k, b.start, bRow, x.start, y.start, accumulate)
        let expected = NaiveProduct(
          n, 1, k, { Double(b.start[$0 * bRow + $1]) }, { p, _ in Double(x.start[p]) },
          before: accumulate ? before.map(Double.init) : nil)
        #expect(
          isClose(y.values, to: expected.values, within: expected.bounds(in: Float.self)),
          "\(n) x \(k)")
        #expect(y.isIntact, "\(n) x \(k)")
      }
    }
  }

  @Test("a NaN or an infinity reaches its own row and column alone", arguments: everyKind)
  func notANumber(_ kind: KernelSet<Float>) {
    let (m, n, k) = (17, 33, 20)
    var a = [Float](repeating: 1, count: m * k)
    var b = [Float](repeating: 1, count: k * n)
    a[5 * k + 7] = .nan
    b[3 * n + 31] = .infinity
    let padded = (m + kind.leftRows - 1) / kind.leftRows * kind.leftRows
    var left = [Float](repeating: 0, count: padded * k)
    var c = [Float](repeating: 0, count: m * n)
    kind.packLeft(m, k, a, k, 1, &left)
    kind.multiplyPacked(m, n, k, left, b, n, 1, &c, n, nil, 0)
    for i in 0..<m {
      for j in 0..<n {
        let value = c[i * n + j]
        if i == 5 {
          #expect(value.isNaN)
        } else {
          #expect(value == (j == 31 ? .infinity : Float(k)))
        }
      }
    }
  }
}
