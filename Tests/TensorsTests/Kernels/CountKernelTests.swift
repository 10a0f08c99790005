import Tensors
import Testing

@Suite("Kernels: counting against a threshold")
struct CountKernelTests {
  private static func check(_ kind: KernelSet<Float>, _ x: [Float], _ threshold: Float) {
    let input = Guarded.input(x)
    let counts = kind.countAgainst(x.count, input.start, threshold)
    #expect(counts.greater == x.count { $0 > threshold })
    #expect(counts.equal == x.count { $0 == threshold })
    #expect(counts.notANumber == x.count { $0.isNaN })
  }

  @Test("numbers with ties and NaNs", arguments: everyKind, oddSizes)
  func mixed(_ kind: KernelSet<Float>, _ n: Int) {
    var generator = Seed(3).child(n).generator()
    for _ in 0..<20 {
      let x = (0..<n).map { _ in
        let draw = Int.random(in: 0..<6, using: &generator)
        return draw == 5 ? Float.nan : Float(draw) - 2
      }
      for threshold: Float in [-3, 0, 2, .infinity, -.infinity, .nan] {
        Self.check(kind, x, threshold)
      }
    }
  }

  @Test("both zeros are equal, infinities equal themselves", arguments: everyKind)
  func specialValues(_ kind: KernelSet<Float>) {
    let x: [Float] = (0..<20).flatMap { _ in [0, -0.0, .infinity, -.infinity, .nan] }
    for threshold: Float in [0, -0.0, .infinity, -.infinity] { Self.check(kind, x, threshold) }
  }

  @Test("around the 2^20 that lane counters take at a time", arguments: everyKind)
  func chunks(_ kind: KernelSet<Float>) {
    for n in [(1 << 20) - 1, 1 << 20, (1 << 20) + 3, (1 << 20) + 19, (2 << 20) + 3] {
      var x: [Float] = samples(n, seed: 11)
      for i in stride(from: 0, to: n, by: 97) { x[i] = .nan }
      for i in stride(from: 1, to: n, by: 101) { x[i] = 0.25 }
      Self.check(kind, x, 0.25)
      Self.check(kind, [Float](repeating: 1, count: n), 0)
    }
  }
}
