import Tensors
import Testing

@Suite("Kernels: rows and single elements by index")
struct RowKernelTests {
  private static func indices(_ count: Int, below bound: Int) -> [Int32] {
    var generator = Seed(2).child(count).generator()
    return (0..<count).map { _ in Int32(generator.uniform() * Double(bound)) }
  }

  @Test("named rows are copied one after the other", arguments: everyKind, oddSizes)
  func copy(_ kind: KernelSet<Float>, _ width: Int) {
    let row = width + 3
    let table: [Float] = samples(7 * row, seed: 1)
    let input = Guarded.input(table)
    for count in [0, 1, 5, 40] {
      let chosen = Self.indices(count, below: 7)
      let y = Guarded.output([Float](repeating: 0, count: count * width))
      kind.copyRows(count, chosen, input.start, row, width, y.start)
      #expect(y.values == chosen.flatMap { table[Int($0) * row..<Int($0) * row + width] })
      #expect(y.isIntact)
    }
  }

  @Test("rows are added in their order", arguments: everyKind, oddSizes)
  func sum(_ kind: KernelSet<Float>, _ width: Int) {
    let row = width + 3
    for count in [0, 1, 2, 17] {
      let x: [Float] = samples(count * row, seed: 2)
      let before: [Float] = samples(width, seed: 3)
      let (input, y) = (Guarded.input(x), Guarded.output(before))
      kind.addRows(count, width, input.start, row, y.start)
      var expected = before
      for r in 0..<count { for j in 0..<width { expected[j] += x[r * row + j] } }
      #expect(y.values == expected)
      #expect(y.isIntact)
    }
  }

  @Test("elements are taken and put", arguments: everyKind, oddSizes)
  func elements(_ kind: KernelSet<Float>, _ count: Int) {
    let chosen = Self.indices(count, below: 9)
    let x: [Float] = samples(9, seed: 4)
    let (input, taken) = (Guarded.input(x), Guarded.output([Float](repeating: 0, count: count)))
    kind.take(count, chosen, input.start, taken.start)
    #expect(taken.values == chosen.map { x[Int($0)] })
    #expect(taken.isIntact)

    let added: [Float] = samples(count, seed: 5)
    let (source, y) = (Guarded.input(added), Guarded.output(x))
    kind.put(count, chosen, source.start, y.start)
    var expected = x
    for (e, index) in chosen.enumerated() { expected[Int(index)] += added[e] }
    #expect(y.values == expected)
    #expect(y.isIntact)
  }
}
