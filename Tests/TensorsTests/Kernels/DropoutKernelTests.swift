import Tensors
import Testing

@Suite("Kernels: dropout")
struct DropoutKernelTests {
  @Test("survivors are those of `Seed.hash`, on every kind", arguments: everyKind, oddSizes)
  func survivors(_ kind: KernelSet<Float>, _ n: Int) {
    for rate in [0, 0.1, 0.5, 0.9] {
      for row in 0..<4 {
        let dropout = DropoutMask(rate: rate, seed: Seed(5)).row(row)
        let x: [Float] = samples(n, seed: 1)
        let before: [Float] = samples(n, seed: 2)
        let input = Guarded.input(x)
        let (set, added) = (Guarded.output(before), Guarded.output(before))
        kind.dropout(n, dropout, input.start, set.start, false)
        kind.dropout(n, dropout, input.start, added.start, true)
        let expected = x.indices.map { j in
          dropout.seed.hash(UInt32(j)) >= dropout.threshold ? x[j] * Float(1 / (1 - rate)) : 0
        }
        #expect(set.values == expected)
        // Numbers below 16, rounded once or, if the compiler does not fuse, twice.
        let sum = x.indices.map { Double(before[$0]) + Double(expected[$0]) }
        #expect(isClose(added.values, to: sum, within: 16 * Double(Float.ulpOfOne)))
        #expect(set.isIntact && added.isIntact)
      }
    }
  }

  @Test("a share of 1 - rate survives and the mean is kept", arguments: [0.1, 0.3, 0.5, 0.8])
  func share(_ rate: Double) {
    let x = Tensor<Float>(repeating: 1, shape: [1000, 1000])
    var y = Tensor<Float>(zeros: [1000, 1000])
    y.assignDropout(of: x, DropoutMask(rate: rate, seed: Seed(11)))
    let kept = y.elements.count { $0 != 0 }
    // Five standard deviations of a mean of 10^6 independent draws.
    let deviation = 5 * (rate * (1 - rate) / 1e6).squareRoot()
    #expect(abs(Double(kept) / 1e6 - (1 - rate)) < deviation)
    let mean = y.elements.reduce(0.0) { $0 + Double($1) } / 1e6
    #expect(abs(mean - 1) < deviation / (1 - rate) + 1e-6)
  }

  @Test("rows are dropped independently of each other")
  func rowsDiffer() {
    let x = Tensor<Float>(repeating: 1, shape: [2, 10_000])
    var y = Tensor<Float>(zeros: x.shape)
    y.assignDropout(of: x, DropoutMask(rate: 0.5, seed: Seed(1)))
    let both = (0..<10_000).count { y[0, $0] != 0 && y[1, $0] != 0 }
    // A quarter, within five standard deviations of sqrt(10^4 * 0.25 * 0.75).
    #expect(abs(both - 2500) < 217)
  }

  @Test("no dropout changes nothing")
  func none() {
    let x: Tensor<Float> = sampleTensor([7, 33], seed: 1)
    var y = Tensor<Float>(zeros: x.shape)
    y.assignDropout(of: x, .none)
    #expect(y == x)
  }

  @Test("rates next to one have a threshold", arguments: [1 - 1e-9, 1 - 1e-12, 1 - 0x1p-53])
  func almostOne(_ rate: Double) {
    #expect(DropoutMask(rate: rate, seed: Seed(1)).row(0).threshold > 0xFFFF_FFF0)
  }
}
