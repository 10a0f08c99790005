import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Kernels: element by element")
struct ElementwiseKernelTests {
  @Test("a multiple of a vector, set or added", arguments: everyKind, oddSizes)
  func scale(_ kind: KernelSet<Float>, _ n: Int) {
    let (x, before): ([Float], [Float]) = (samples(n, seed: 1), samples(n, seed: 2))
    let input = Guarded.input(x)
    let (set, added) = (Guarded.output(before), Guarded.output(before))
    kind.scale(n, 0.3, input.start, set.start, false)
    kind.scale(n, 0.3, input.start, added.start, true)
    #expect(set.values == x.map { 0.3 * $0 })
    // Two roundings of numbers below 2, or one if the multiply-add is fused.
    let sum = x.indices.map { Double(before[$0]) + Double(Float(0.3)) * Double(x[$0]) }
    #expect(isClose(added.values, to: sum, within: 2 * Double(Float.ulpOfOne)))
    #expect(set.isIntact && added.isIntact)
  }

  /// Twice a number, which is exact, 10,000 times: a plain sum of numbers around 1 is off by a thousand roundings.
  @Test("a compensated sum keeps what rounding leaves", arguments: everyKind, oddSizes)
  func addCompensated(_ kind: KernelSet<Float>, _ n: Int) {
    let x: [Float] = samples(n, seed: 12)
    let input = Guarded.input(x)
    let sum = Guarded.output([Float](repeating: 1, count: n))
    let rest = Guarded.output([Float](repeating: 0, count: n))
    for _ in 0..<10_000 { kind.addCompensated(n, 2, input.start, sum.start, rest.start) }
    for i in x.indices {
      let expected = 1 + 20_000 * Double(x[i])
      let rounding = max(Float(abs(expected)), 1).ulp
      #expect(abs(Double(sum.values[i]) - expected) <= Double(rounding))
      #expect(abs(rest.values[i]) <= rounding)
    }
    #expect(sum.isIntact && rest.isIntact)
  }

  @Test("a product, rounded once where it is set", arguments: everyKind, oddSizes)
  func product(_ kind: KernelSet<Float>, _ n: Int) {
    let (a, b): ([Float], [Float]) = (samples(n, seed: 3), samples(n, seed: 4))
    let before: [Float] = samples(n, seed: 8)
    let (left, right) = (Guarded.input(a), Guarded.input(b))
    let (set, added) = (Guarded.output(before), Guarded.output(before))
    kind.product(n, left.start, right.start, set.start, false)
    kind.product(n, left.start, right.start, added.start, true)
    #expect(set.values == zip(a, b).map { $0 * $1 })
    let sum = a.indices.map { Double(before[$0]) + Double(a[$0]) * Double(b[$0]) }
    #expect(isClose(added.values, to: sum, within: 2 * Double(Float.ulpOfOne)))
    #expect(set.isIntact && added.isIntact)
  }

  @Test("the adjoint of the logistic function", arguments: everyKind, oddSizes)
  func sigmoidAdjoint(_ kind: KernelSet<Float>, _ n: Int) {
    let y: [Float] = samples(n, seed: 9).map { abs($0) }
    let (yBar, before): ([Float], [Float]) = (samples(n, seed: 10), samples(n, seed: 11))
    let (input, outer, xBar) = (
      Guarded.input(y), Guarded.input(yBar), Guarded.output(before)
    )
    kind.sigmoidAdjoint(n, input.start, outer.start, xBar.start)
    let sum = y.indices.map {
      Double(before[$0]) + Double(yBar[$0]) * Double(y[$0]) * (1 - Double(y[$0]))
    }
    #expect(isClose(xBar.values, to: sum, within: 2 * Double(Float.ulpOfOne)))
    #expect(xBar.isIntact)
  }

  @Test("the exponential linear unit and its adjoint", arguments: everyKind, oddSizes)
  func elu(_ kind: KernelSet<Float>, _ n: Int) {
    let x: [Float] = samples(n, seed: 21).map { 4 * $0 }
    let (yBar, before): ([Float], [Float]) = (samples(n, seed: 22), samples(n, seed: 23))
    let (input, outer) = (Guarded.input(x), Guarded.input(yBar))
    let (y, xBar) = (Guarded.output(before), Guarded.output(before))
    kind.elu(n, 0.5, input.start, y.start)
    kind.eluAdjoint(n, 0.5, y.start, outer.start, xBar.start)
    let expected = x.map { $0 < 0 ? 0.5 * (exp(Double($0)) - 1) : Double($0) }
    #expect(isClose(y.values, to: expected, within: 2e-7))
    let sums = x.indices.map {
      Double(before[$0]) + Double(yBar[$0]) * (x[$0] < 0 ? 0.5 * exp(Double(x[$0])) : 1)
    }
    #expect(isClose(xBar.values, to: sums, within: 1e-6))
    #expect(y.isIntact && xBar.isIntact)
    var ends: [Float] = [0, 0, 0, 0]
    kind.elu(4, 0.5, [.nan, .infinity, -.infinity, -0], &ends)
    #expect(ends[0].isNaN && ends[1] == .infinity && ends[2] == -0.5 && ends[3] == 0)
  }

  @Test("the rectifier and its adjoint", arguments: everyKind, oddSizes)
  func relu(_ kind: KernelSet<Float>, _ n: Int) {
    var x: [Float] = samples(n, seed: 5)
    for i in stride(from: 2, to: n, by: 5) { x[i] = 0 }
    let (yBar, before): ([Float], [Float]) = (samples(n, seed: 6), samples(n, seed: 7))
    let (input, outer) = (Guarded.input(x), Guarded.input(yBar))
    let (y, xBar) = (Guarded.output(before), Guarded.output(before))
    kind.relu(n, input.start, y.start)
    kind.reluAdjoint(n, input.start, outer.start, xBar.start)
    #expect(y.values == x.map { max($0, 0) })
    #expect(xBar.values == x.indices.map { x[$0] > 0 ? before[$0] + yBar[$0] : before[$0] })
    #expect(y.isIntact && xBar.isIntact)
  }

  @Test("the rectifier hides no NaN and no infinity", arguments: everyKind)
  func reluOfSpecialValues(_ kind: KernelSet<Float>) {
    var y = [Float](repeating: 0, count: 17)
    kind.relu(17, [Float](repeating: .nan, count: 17), &y)
    #expect(y.allSatisfy { $0.isNaN })
    kind.relu(17, [Float](repeating: .infinity, count: 17), &y)
    #expect(y.allSatisfy { $0 == .infinity })
    kind.relu(17, [Float](repeating: -.infinity, count: 17), &y)
    #expect(y.allSatisfy { $0 == 0 })
  }

  @Test("the adjoint takes nothing from where the rectifier was zero", arguments: everyKind)
  func reluAdjointOfSpecialValues(_ kind: KernelSet<Float>) {
    var xBar = [Float](repeating: 2, count: 17)
    let yBar = [Float](repeating: .nan, count: 17)
    kind.reluAdjoint(17, [Float](repeating: 0, count: 17), yBar, &xBar)
    #expect(xBar.allSatisfy { $0 == 2 })
    kind.reluAdjoint(17, [Float](repeating: 1, count: 17), yBar, &xBar)
    #expect(xBar.allSatisfy { $0.isNaN })
  }
}
