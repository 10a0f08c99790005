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
        expected += log1p(exp(t)) / Double(n - 1)
        derivative[r * n + j] = 0.5 / Double(n - 1) / (1 + exp(-t))
        derivative[r * n] -= derivative[r * n + j]
      }
    }
    #expect(abs(loss - expected) <= 1e-6 * max(1, expected))
    // Differences of logits round by 2^-20.
    #expect(isClose(bar.values, to: derivative, within: 1e-6))
    #expect(bar.isIntact)
  }

  /// A negative is not there.
  private static func withNothing(_ z: [Float], _ n: Int) -> [Float] {
    var z = z
    for r in 0..<rows where n > 3 { z[r * n + 2 + r % 2] = -.infinity }
    return z
  }

  /// A row is without negatives.
  private static func withARowAlone(_ z: [Float], _ n: Int) -> [Float] {
    var z = z
    for j in 1..<n { z[n + j] = -.infinity }
    return z
  }

  /// What the negatives of a row weigh.
  private func weights(_ z: ArraySlice<Float>, bySoftmax: Bool) -> [Double] {
    let raw = z.dropFirst().map { v in
      v == -.infinity ? 0 : bySoftmax ? exp(Double(v)) : 1
    }
    let sum = raw.reduce(0, +)
    return raw.map { sum > 0 ? $0 / sum : 0 }
  }

  private func sigmoid(_ t: Double) -> Double { 1 / (1 + exp(-t)) }

  @Test("TOP1 and TOP1-max", arguments: everyKind, oddSizes)
  func top1(_ kind: KernelSet<Float>, _ n: Int) {
    guard n > 0 else { return }
    for (z, bySoftmax) in [false, true].flatMap({ flag in
      let z = Self.logits(n).map { $0 / 2 }
      return [z, Self.withNothing(z, n), Self.withARowAlone(z, n)].map { ($0, flag) }
    }) {
      let (input, bar) = (Guarded.input(z), Guarded.output(z))
      let loss = kind.top1(Self.rows, n, bySoftmax, 0.5, input.start, bar.start)
      var expected = 0.0
      var derivative = [Double](repeating: 0, count: z.count)
      for r in 0..<Self.rows {
        let w = weights(z[r * n..<(r + 1) * n], bySoftmax: bySoftmax)
        let there = (1..<n).filter { z[r * n + $0] != -.infinity }
        func cost(_ j: Int) -> Double {
          let v = Double(z[r * n + j])
          return sigmoid(v - Double(z[r * n])) + sigmoid(v * v)
        }
        let mean = there.reduce(0) { $0 + w[$1 - 1] * cost($1) }
        expected += mean
        for j in there {
          let v = Double(z[r * n + j])
          let (above, size) = (sigmoid(v - Double(z[r * n])), sigmoid(v * v))
          let slope = above * (1 - above)
          derivative[r * n + j] =
            0.5 * w[j - 1]
            * (slope + 2 * v * size * (1 - size) + (bySoftmax ? cost(j) - mean : 0))
          derivative[r * n] -= 0.5 * w[j - 1] * slope
        }
      }
      #expect(abs(loss - expected) <= 1e-5)
      #expect(isClose(bar.values, to: derivative, within: 2e-6))
      #expect(bar.isIntact)
    }
  }

  @Test("BPR-max", arguments: everyKind, oddSizes)
  func bprMax(_ kind: KernelSet<Float>, _ n: Int) {
    guard n > 0 else { return }
    let logits = Self.logits(n).map { $0 / 2 }
    for z in [logits, Self.withNothing(logits, n), Self.withARowAlone(logits, n)] {
      let (input, bar) = (Guarded.input(z), Guarded.output(z))
      let loss = kind.bprMax(Self.rows, n, 0.75, 0.5, input.start, bar.start)
      var expected = 0.0
      var derivative = [Double](repeating: 0, count: z.count)
      for r in 0..<Self.rows {
        let w = weights(z[r * n..<(r + 1) * n], bySoftmax: true)
        let there = (1..<n).filter { z[r * n + $0] != -.infinity }
        guard !there.isEmpty else { continue }
        func below(_ j: Int) -> Double { sigmoid(Double(z[r * n]) - Double(z[r * n + j])) }
        func square(_ j: Int) -> Double { Double(z[r * n + j]) * Double(z[r * n + j]) }
        let likely = there.reduce(0) { $0 + w[$1 - 1] * below($1) }
        let mean = there.reduce(0) { $0 + w[$1 - 1] * square($1) }
        expected += 0.75 * mean - log(likely)
        for j in there {
          let slope = below(j) * (1 - below(j))
          derivative[r * n + j] =
            0.5 * w[j - 1]
            * ((slope - (below(j) - likely)) / likely
              + 0.75 * (2 * Double(z[r * n + j]) + square(j) - mean))
          derivative[r * n] -= 0.5 * w[j - 1] * slope / likely
        }
      }
      #expect(abs(loss - expected) <= 2e-5 * max(1, expected))
      #expect(isClose(bar.values, to: derivative, within: 2e-5))
      #expect(bar.isIntact)
    }
  }

  @Test("what is not there changes nothing", arguments: everyKind)
  func nothing(_ kind: KernelSet<Float>) {
    let (few, more): ([Float], [Float]) = ([1, 2, -1], [1, 2, -.infinity, -1])
    var (bar, barOfMore) = ([Float](repeating: 9, count: 3), [Float](repeating: 9, count: 4))
    let kernels: [([Float], inout [Float]) -> Double] = [
      { kind.pairwiseRanking(1, $0.count, 1, $0, &$1) },
      { kind.top1(1, $0.count, false, 1, $0, &$1) }, { kind.top1(1, $0.count, true, 1, $0, &$1) },
      { kind.bprMax(1, $0.count, 1, 1, $0, &$1) },
    ]
    for kernel in kernels {
      let (loss, lossOfMore) = (kernel(few, &bar), kernel(more, &barOfMore))
      #expect(abs(loss - lossOfMore) < 1e-6)
      #expect(abs(barOfMore[2]) < 1e-37)
      for (a, b) in zip(bar, [0, 1, 3].map { barOfMore[$0] }) { #expect(abs(a - b) < 1e-6) }
      var none: [Float] = [9, 9]
      #expect(abs(kernel([3, -.infinity], &none)) < 1e-37)
      #expect(none.allSatisfy { abs($0) < 1e-37 })
    }
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
