import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Kernels: Adagrad")
struct AdagradKernelTests {
  private static func step(momentum: Double = 0.3, decay: Double = 0) -> AdagradStep {
    AdagradStep(rate: 0.1, momentum: momentum, epsilon: 1e-6, decay: decay)
  }

  @Test("50 steps by the definition, in Double", arguments: everyKind, [0, 0.1])
  func againstDefinition(_ kind: KernelSet<Float>, _ decay: Double) {
    for n in oddSizes {
      let start: [Float] = samples(n, seed: 1)
      let parameter = Guarded.output(start)
      let velocity = Guarded.output([Float](repeating: 0, count: n))
      let sum = Guarded.output([Float](repeating: 0, count: n))
      var p = start.map(Double.init)
      var (v, s) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
      for t in 1...50 {
        var gradient: [Float] = samples(n, seed: 100 + t)
        for i in stride(from: t % 3, to: n, by: 3) { gradient[i] = 0 }
        let input = Guarded.input(gradient)
        kind.adagrad(
          n, Self.step(decay: decay), input.start, parameter.start, velocity.start, sum.start)
        for i in 0..<n where gradient[i] != 0 {
          let g = Double(gradient[i]) + decay * p[i]
          s[i] += g * g
          v[i] = 0.3 * v[i] - 0.1 * g / (s[i] + 1e-6).squareRoot()
          p[i] += v[i]
        }
      }
      #expect(isClose(parameter.values, to: p, within: 2e-5), "\(n)")
      #expect(isClose(sum.values, to: s, within: 2e-5), "\(n)")
      #expect(parameter.isIntact && velocity.isIntact && sum.isIntact)
    }
  }

  @Test("what has no gradient does not drift", arguments: everyKind)
  func withoutGradient(_ kind: KernelSet<Float>) {
    var (p, v, s): ([Float], [Float], [Float]) = ([1, 1], [0.5, 0.5], [4, 4])
    kind.adagrad(2, Self.step(decay: 0.1), [0, 1], &p, &v, &s)
    #expect(p[0] == 1 && v[0] == 0.5 && s[0] == 4)
    #expect(p[1] != 1 && v[1] != 0.5 && s[1] != 4)
  }

  @Test("velocities that decay become zeros, not denormals", arguments: everyKind)
  func noDenormals(_ kind: KernelSet<Float>) {
    var (p, v, s): ([Float], [Float], [Float]) = ([1], [1e-28], [1e30])
    for _ in 0..<300 {
      kind.adagrad(1, Self.step(), [1e-20], &p, &v, &s)
      #expect(v[0] == 0 || v[0].isNormal)
    }
    #expect(v == [0])
  }

  @Test("a NaN or an infinity in the gradient is not hidden", arguments: everyKind)
  func notANumber(_ kind: KernelSet<Float>) {
    for bad: Float in [.nan, .infinity] {
      var gradient = [Float](repeating: 1, count: 20)
      gradient[3] = bad
      gradient[18] = bad
      var p = [Float](repeating: 1, count: 20)
      var (v, s) = ([Float](repeating: 0, count: 20), [Float](repeating: 0, count: 20))
      kind.adagrad(20, Self.step(), gradient, &p, &v, &s)
      for i in 0..<20 { #expect(p[i].isNaN == (i == 3 || i == 18)) }
    }
  }
}
