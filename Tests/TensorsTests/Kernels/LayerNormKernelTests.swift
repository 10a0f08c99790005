import Tensors
import Testing

@Suite("Kernels: layer normalisation")
struct LayerNormKernelTests {
  private static let rows = 3

  @Test("rows of mean 0 and variance 1, then scaled and shifted", arguments: everyKind, oddSizes)
  func value(_ kind: KernelSet<Float>, _ n: Int) {
    guard n > 0 else { return }
    let x: [Float] = samples(Self.rows * n, seed: 1)
    let (scale, shift): ([Float], [Float]) = (samples(n, seed: 2), samples(n, seed: 3))
    let (input, a, b) = (Guarded.input(x), Guarded.input(scale), Guarded.input(shift))
    let y = Guarded.output([Float](repeating: 0, count: x.count))
    let mean = Guarded.output([Float](repeating: 0, count: Self.rows))
    let reciprocal = Guarded.output([Float](repeating: 0, count: Self.rows))
    kind.layerNorm(
      Self.rows, n, 1e-3, input.start, a.start, b.start, y.start, mean.start, reciprocal.start)
    for r in 0..<Self.rows {
      let row = x[r * n..<(r + 1) * n].map(Double.init)
      let m = row.reduce(0, +) / Double(n)
      let variance = row.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(n)
      let s = 1 / (variance + 1e-3).squareRoot()
      #expect(abs(Double(mean.values[r]) - m) <= 1e-6)
      #expect(abs(Double(reciprocal.values[r]) / s - 1) <= 1e-5)
      for j in 0..<n {
        let expected = (row[j] - m) * s * Double(scale[j]) + Double(shift[j])
        #expect(abs(Double(y.values[r * n + j]) - expected) <= 2e-5)
      }
    }
    #expect(y.isIntact && mean.isIntact && reciprocal.isIntact)
  }

  @Test("adjoints against the formula", arguments: everyKind, oddSizes)
  func adjoints(_ kind: KernelSet<Float>, _ n: Int) {
    guard n > 0 else { return }
    let (x, yBar): ([Float], [Float]) = (
      samples(Self.rows * n, seed: 1), samples(Self.rows * n, seed: 2)
    )
    let (scale, before): ([Float], [Float]) = (samples(n, seed: 3), samples(n, seed: 4))
    let xBefore: [Float] = samples(Self.rows * n, seed: 5)
    let (mean, reciprocal): ([Float], [Float]) = ([0.25, -0.5, 0], [2, 1, 0.5])
    let (input, outer, a) = (Guarded.input(x), Guarded.input(yBar), Guarded.input(scale))
    let (set, added) = (Guarded.output(xBefore), Guarded.output(xBefore))
    let scaleBar = Guarded.output(before)
    kind.layerNormAdjoint(
      Self.rows, n, input.start, a.start, mean, reciprocal, outer.start, set.start, false)
    kind.layerNormAdjoint(
      Self.rows, n, input.start, a.start, mean, reciprocal, outer.start, added.start, true)
    kind.layerNormScaleAdjoint(
      Self.rows, n, input.start, mean, reciprocal, outer.start, scaleBar.start)

    var expectedScale = before.map(Double.init)
    for r in 0..<Self.rows {
      let h = (0..<n).map { (Double(x[r * n + $0]) - Double(mean[r])) * Double(reciprocal[r]) }
      let g = (0..<n).map { Double(yBar[r * n + $0]) * Double(scale[$0]) }
      let average = g.reduce(0, +) / Double(n)
      let slope = zip(g, h).reduce(0) { $0 + $1.0 * $1.1 } / Double(n)
      for j in 0..<n {
        let expected = Double(reciprocal[r]) * (g[j] - average - h[j] * slope)
        #expect(abs(Double(set.values[r * n + j]) - expected) <= 2e-5)
        let sum = expected + Double(xBefore[r * n + j])
        #expect(abs(Double(added.values[r * n + j]) - sum) <= 2e-5)
        expectedScale[j] += Double(yBar[r * n + j]) * h[j]
      }
    }
    #expect(isClose(scaleBar.values, to: expectedScale, within: 1e-5))
    #expect(set.isIntact && added.isIntact && scaleBar.isIntact)
  }
}
