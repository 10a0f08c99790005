import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Kernels: Adam")
struct AdamKernelTests {
  private static func step(_ t: Int, decay: Double = 0) -> AdamStep {
    AdamStep(rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: decay, step: t)
  }

  @Test("100 steps as in the paper, in Double", arguments: everyKind, [0, 0.1])
  func againstPaper(_ kind: KernelSet<Float>, _ decay: Double) {
    for n in oddSizes {
      let start: [Float] = samples(n, seed: 1)
      let parameter = Guarded.output(start)
      let mean = Guarded.output([Float](repeating: 0, count: n))
      let square = Guarded.output([Float](repeating: 0, count: n))
      var p = start.map(Double.init)
      var (m, v) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
      for t in 1...100 {
        let gradient: [Float] = samples(n, seed: 100 + t)
        let input = Guarded.input(gradient)
        kind.adam(
          n, Self.step(t, decay: decay), input.start, parameter.start, mean.start, square.start)
        for i in 0..<n {
          let g = Double(gradient[i]) + decay * p[i]
          m[i] = 0.9 * m[i] + 0.1 * g
          v[i] = 0.999 * v[i] + 0.001 * g * g
          let (mHat, vHat) = (m[i] / (1 - pow(0.9, Double(t))), v[i] / (1 - pow(0.999, Double(t))))
          p[i] -= 0.01 * mHat / (vHat.squareRoot() + 1e-8)
        }
      }
      // A hundred roundings of a parameter below 4 are at most 100 * 2^-22 = 2.4e-5 together; the
      // hundred updates of at most 0.03 carry 100 * 0.03 * 1e-5 more, since 1 - Float(0.999) is 0.001
      // only to 1.3e-5 (of which the root takes half).
      #expect(isClose(parameter.values, to: p, within: 5.4e-5), "\(n)")
      #expect(parameter.isIntact && mean.isIntact && square.isIntact)
    }
  }

  @Test("the first step moves by the rate against the gradient's sign", arguments: everyKind)
  func firstStep(_ kind: KernelSet<Float>) {
    let gradient: [Float] = [1e-3, -1e-3, 5, -5, 1e6, 0]
    var p = [Float](repeating: 1, count: 6)
    var (m, v) = ([Float](repeating: 0, count: 6), [Float](repeating: 0, count: 6))
    kind.adam(6, Self.step(1), gradient, &p, &m, &v)
    // 1e-5 of the step of 0.01, for epsilon and for 1 - Float(0.999), and one rounding at 1.
    let expected = [0.99, 1.01, 0.99, 1.01, 0.99, 1]
    #expect(isClose(p, to: expected, within: 1e-7 + 0x1p-23))
  }

  @Test("moments that decay become zeros, not denormals", arguments: everyKind)
  func noDenormals(_ kind: KernelSet<Float>) {
    let zeros = [Float](repeating: 0, count: 17)
    var p = [Float](repeating: 1, count: 17)
    var (m, v) = ([Float](repeating: 1e-20, count: 17), [Float](repeating: 1e-30, count: 17))
    for i in stride(from: 0, to: 17, by: 2) { m[i] = -1e-20 }
    for t in 1...20_000 {
      kind.adam(17, Self.step(t), zeros, &p, &m, &v)
      let normal = (m + v).allSatisfy { $0 == 0 || $0.isNormal }
      guard normal else {
        Issue.record("a denormal after \(t) steps")
        return
      }
    }
    #expect(m == zeros && v == zeros)
  }

  @Test("a NaN or an infinity in the gradient is not hidden", arguments: everyKind)
  func notANumber(_ kind: KernelSet<Float>) {
    for bad: Float in [.nan, .infinity] {
      var gradient = [Float](repeating: 1, count: 20)
      gradient[3] = bad
      gradient[18] = bad
      var p = [Float](repeating: 1, count: 20)
      var (m, v) = ([Float](repeating: 0, count: 20), [Float](repeating: 0, count: 20))
      kind.adam(20, Self.step(1), gradient, &p, &m, &v)
      for i in 0..<20 {
        #expect(p[i].isNaN == (i == 3 || i == 18))
        #expect(m[i].isFinite == !(i == 3 || i == 18))
      }
    }
  }
}
