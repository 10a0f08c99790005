import Tensors
import Testing

@Suite("Kernels: one row of a decoder")
struct ReconstructKernelTests {
  @Test(
    "loss and derivative against the formula in Double", arguments: everyKind,
    Activation.allCases)
  func againstFormula(_ kind: KernelSet<Float>, _ activation: Activation) {
    for n in oddSizes {
      for (first, rate) in [(0, 0.0), (0, 0.5), (64, 0.2), (1000, 0.9)] {
        let dropout = DropoutMask(rate: rate, seed: Seed(9)).row(n)
        let scale: Float = 0.125
        let z: [Float] = samples(n, seed: 1).map { 3 * $0 }
        let (bias, target): ([Float], [Float]) = (samples(n, seed: 2), samples(n, seed: 3))
        let (b, t) = (Guarded.input(bias), Guarded.input(target))
        let output = Guarded.output(z)
        let loss = kind.reconstructRow(
          n, activation, dropout, first, scale, b.start, t.start, output.start)

        var expectedLoss = 0.0
        var lossBound = 0.0
        var expected = [Double]()
        var bounds = [Double]()
        for j in 0..<n {
          let kept = dropout.seed.hash(UInt32(first + j)) >= dropout.threshold
          let factor = kept ? 1 / (1 - rate) : 0
          let u = Double(z[j]) + Double(bias[j])
          let (y, slope) = activation.value(at: u)
          let error = factor * y - Double(target[j])
          // Each of about a dozen roundings, 4 of them in the logistic function, is half an epsilon
          // of no more than this.
          let magnitude = factor * (abs(u) + 1) + abs(Double(target[j])) + 1
          expectedLoss += error * error
          lossBound += Double(n + 16) * Double(Float.ulpOfOne) * magnitude * magnitude
          expected.append(2 * Double(scale) * error * slope * factor)
          bounds.append(16 * Double(Float.ulpOfOne) * 2 * Double(scale) * magnitude * factor)
        }
        #expect(isClose(output.values, to: expected, within: bounds), "\(n) columns, rate \(rate)")
        #expect(abs(loss - expectedLoss) <= lossBound, "\(n) columns, rate \(rate)")
        #expect(output.isIntact)
      }
    }
  }

  @Test("a rectifier has no slope at 0", arguments: everyKind)
  func cornerOfTheRectifier(_ kind: KernelSet<Float>) {
    let (zeros, ones) = ([Float](repeating: 0, count: 20), [Float](repeating: 1, count: 20))
    var z = zeros
    let loss = kind.reconstructRow(20, .relu, DropoutMask.none.row(0), 0, 1, zeros, ones, &z)
    #expect(loss == 20 && z == zeros)
  }

  @Test("a NaN shows in the loss and in its own derivative", arguments: everyKind)
  func notANumber(_ kind: KernelSet<Float>) {
    for activation in Activation.allCases {
      let zeros = [Float](repeating: 0, count: 20)
      var z = zeros
      z[18] = .nan
      let loss = kind.reconstructRow(
        20, activation, DropoutMask.none.row(0), 0, 1, zeros, zeros, &z)
      #expect(loss.isNaN, "\(activation)")
      #expect(z.indices.allSatisfy { z[$0].isNaN == ($0 == 18) }, "\(activation)")
    }
  }
}
