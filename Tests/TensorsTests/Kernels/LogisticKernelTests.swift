import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Kernels: the logistic function and exp")
struct LogisticKernelTests {
  private static func sigmoid(_ kind: KernelSet<Float>, of x: [Float]) -> [Float] {
    let input = Guarded.input(x)
    let y = Guarded.output([Float](repeating: 0, count: x.count))
    kind.sigmoid(x.count, input.start, y.start)
    #expect(y.isIntact)
    return y.values
  }

  /// The distance in units of the last place of the nearest Float; only for normal numbers.
  private static func ulps(_ value: Float, from exact: Double) -> Double {
    abs(Double(value) - exact) / Double(Float(exact).ulp)
  }

  @Test("within 4 ULP: 2 of exp, and the roundings of a sum and a quotient", arguments: everyKind)
  func accuracy(_ kind: KernelSet<Float>) {
    let x = (-87_000...87_000).map { Float($0) * 0.001 }
    let y = Self.sigmoid(kind, of: x)
    let worst = x.indices.map { Self.ulps(y[$0], from: 1 / (1 + exp(-Double(x[$0])))) }.max() ?? 0
    #expect(y.allSatisfy { $0.isFinite } && worst <= 4)
  }

  @Test("every size", arguments: everyKind, oddSizes)
  func sizes(_ kind: KernelSet<Float>, _ n: Int) {
    let x: [Float] = samples(n, seed: 1)
    let y = Self.sigmoid(kind, of: x)
    #expect(isClose(y, to: x.map { 1 / (1 + exp(-Double($0))) }, within: 4 * 0x1p-24))
  }

  @Test("it saturates to 0 and 1", arguments: everyKind)
  func saturation(_ kind: KernelSet<Float>) {
    let large: [Float] = [88, 89, 100, 1000, 1e30, .greatestFiniteMagnitude, .infinity]
    #expect(Self.sigmoid(kind, of: large).allSatisfy { $0 == 1 })
    #expect(Self.sigmoid(kind, of: large.map { -$0 }).allSatisfy { (0...1e-38).contains($0) })
    let tiny: [Float] = [0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude, 1e-20]
    #expect(Self.sigmoid(kind, of: tiny).allSatisfy { $0 == 0.5 })
  }

  @Test("NaN stays NaN, whatever its payload", arguments: everyKind)
  func notANumber(_ kind: KernelSet<Float>) {
    let payloads: [UInt32] = [0, 1, 2, 0xFF, 0x100, 0x1FF, 0x1234, 0x3F_FFFF]
    let x = payloads.flatMap {
      [Float(bitPattern: 0x7FC0_0000 | $0), Float(bitPattern: 0xFFC0_0000 | $0)]
    }
    #expect(Self.sigmoid(kind, of: x).allSatisfy { $0.isNaN })
  }

  @Test("the package's own exp is within 2 ULP of the math library's")
  func exponentialAccuracy() {
    var worst = 0.0
    func compare(_ value: Double, _ expected: Double) {
      let error = abs(value - expected) / expected.ulp
      // A NaN would be lost in a maximum.
      worst = max(worst, error.isNaN ? .infinity : error)
    }
    for i in -708_000...709_700 {
      let x = Double(i) * 0.001 + 0.0001
      guard x < 709.7 else { continue }
      compare(exponential(x), exp(x))
    }
    for i in -100_000...100_000 {
      let x = Double(i) * 1e-5
      compare(exponential(x), exp(x))
    }
    #expect(worst <= 2)
  }

  @Test("the package's own exp at its ends")
  func exponentialEnds() {
    #expect(exponential(0) == 1)
    #expect(exponential(-0.0) == 1)
    #expect(exponential(.nan).isNaN)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(1000) == .infinity)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(-1000) == 0)
    #expect(exponential(709.7).isFinite)
    // Subnormal results are whole multiples of the least number; one is what rounding may move.
    for x in [-709.0, -720, -740, -745] {
      #expect(abs(exponential(x) - exp(x)) <= .leastNonzeroMagnitude)
    }
  }
}
