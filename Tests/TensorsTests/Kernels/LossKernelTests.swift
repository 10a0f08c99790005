import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Kernels: losses and their derivatives")
struct LossKernelTests {
  private static let rows = 3

  /// Logits of up to +-8.
  private static func logits(_ n: Int) -> [Float] {
    samples(rows * n, seed: n).map { 8 * $0 }
  }

  @Test("binary cross-entropy", arguments: everyKind, oddSizes)
  func binaryCrossEntropy(_ kind: KernelSet<Float>, _ n: Int) {
    let z = Self.logits(n)
    let (input, bar) = (Guarded.input(z), Guarded.output(z))
    let loss = kind.binaryCrossEntropy(Self.rows, n, 0.75, 0.5, input.start, bar.start)
    let signs = z.indices.map { $0 % n == 0 ? -1.0 : 1 }
    let weights = signs.map { $0 < 0 ? 0.75 : 1 }
    let expected = z.indices.reduce(0) { $0 + weights[$1] * log1p(exp(signs[$1] * Double(z[$1]))) }
    #expect(abs(loss - expected) <= 1e-6 * max(1, expected))
    let derivative = z.indices.map {
      0.5 * weights[$0] * signs[$0] / (1 + exp(-signs[$0] * Double(z[$0])))
    }
    #expect(isClose(bar.values, to: derivative, within: 2e-7))
    #expect(bar.isIntact)
  }

  @Test("pairwise ranking", arguments: everyKind, oddSizes)
  func pairwiseRanking(_ kind: KernelSet<Float>, _ n: Int) {
    guard n > 0 else { return }
    let z = Self.logits(n)
    let (input, bar) = (Guarded.input(z), Guarded.output(z))
    let loss = kind.pairwiseRanking(Self.rows, n, 0.5, input.start, bar.start)
    var expected = 0.0
    var derivative = [Double](repeating: 0, count: z.count)
    for r in 0..<Self.rows {
      for j in 1..<n {
        let t = Double(z[r * n + j]) - Double(z[r * n])
        expected += log1p(exp(t))
        derivative[r * n + j] = 0.5 / (1 + exp(-t))
        derivative[r * n] -= derivative[r * n + j]
      }
    }
    #expect(abs(loss - expected) <= 1e-6 * max(1, expected))
    // Differences of logits round by 2^-20.
    #expect(isClose(bar.values, to: derivative, within: Double(n) * 1e-6))
    #expect(bar.isIntact)
  }

  @Test(
    "softmax cross-entropy, beside its logits and in their place", arguments: everyKind, oddSizes)
  func softmaxCrossEntropy(_ kind: KernelSet<Float>, _ n: Int) {
    guard n > 0 else { return }
    let z: [Float] = samples(n, seed: n).map { 8 * $0 }
    for target in [0, n / 2, n - 1] {
      let (input, bar, place) = (Guarded.input(z), Guarded.output(z), Guarded.output(z))
      let loss = kind.softmaxCrossEntropy(n, target, 0.5, input.start, bar.start)
      let same = kind.softmaxCrossEntropy(n, target, 0.5, place.start, place.start)
      let sum = z.reduce(0) { $0 + exp(Double($1)) }
      #expect(abs(loss - (log(sum) - Double(z[target]))) <= 2e-6)
      let derivative = (0..<n).map { 0.5 * (exp(Double(z[$0])) / sum - ($0 == target ? 1 : 0)) }
      #expect(isClose(bar.values, to: derivative, within: 1e-6))
      #expect(loss == same && bar.values == place.values)
      #expect(bar.isIntact && place.isIntact)
    }
  }

  @Test("small losses keep their digits", arguments: everyKind)
  func smallLosses(_ kind: KernelSet<Float>) {
    for z in stride(from: Float(0), through: 80, by: 0.5) {
      var bar: Float = 0
      let loss = kind.binaryCrossEntropy(1, 1, 1, 1, [z], &bar)
      let exact = log1p(exp(-Double(z)))
      #expect(abs(loss / exact - 1) <= 1e-6)
      #expect(abs(Double(bar) * (1 + exp(Double(z))) + 1) <= 1e-6)
    }
  }

  @Test("the package's own log is within 2 ULP of the math library's")
  func logarithmAccuracy() {
    var worst = 0.0
    func compare(_ x: Double) {
      let error = abs(logarithm(x) - log(x)) / log(x).ulp
      worst = max(worst, error.isNaN ? .infinity : error)
    }
    for i in 1...400_000 { compare(Double(i) * 1e-5 + 1e-7) }
    for exponent in -1022...1023 {
      for part in 0..<16 {
        compare(Double(sign: .plus, exponent: exponent, significand: 1 + (Double(part) + 0.3) / 16))
      }
    }
    #expect(worst <= 2)
  }

  @Test("the package's own log at its ends")
  func logarithmEnds() {
    #expect(logarithm(1) == 0)
    #expect(logarithm(0) == -.infinity && logarithm(.infinity) == .infinity)
    #expect(logarithm(-1).isNaN && logarithm(.nan).isNaN)
    #expect(abs(logarithm(.leastNonzeroMagnitude) - log(.leastNonzeroMagnitude)) < 1e-12)
  }
}
