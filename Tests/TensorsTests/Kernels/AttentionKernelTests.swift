import Tensors
import Testing

/// Around the sixteen queries of a panel, every register tile, and beyond 512 keys.
private let lengths = [1, 2, 7, 15, 16, 17, 31, 33, 50, 100, 530]
private let widths = [1, 3, 8, 16, 17, 25, 50]

@Suite("Kernels: causal attention")
struct AttentionKernelTests {
  @Test("value and adjoint against the reference in Double", arguments: everyKind, [0, 0.3])
  func againstReference(_ kind: KernelSet<Float>, _ rate: Double) {
    for (length, width) in lengths.flatMap({ length in widths.map { (length, $0) } })
    where length < 500 || width < 10 {
      let found = attend(kind, length, width, rate)
      let expected = attend(.reference, length, width, rate, of: Double.self)
      #expect(found.isIntact)
      for (name, (one, other)) in zip(names, zip(found.values, expected.values)) {
        // Weights add up to one, so that their roundings, each relative to its weight, do too; 8 stands for
        // values up to 1, widths up to 50 and factors of dropout.
        let bound = Double(Float.ulpOfOne) * 8 * Double(width + 8) * (name == "maxima" ? 1 : 4)
        #expect(isClose(one, to: other, within: bound), "\(name) \(length) x \(width)")
      }
    }
  }

  /// What stands beside a head's columns belongs to other heads.
  @Test("columns of other heads are neither read nor written", arguments: everyKind)
  func otherColumns(_ kind: KernelSet<Float>) {
    for (length, width) in [(1, 1), (5, 3), (33, 7), (40, 20)] {
      let alone = attend(kind, length, width, 0.3)
      let among = attend(kind, length, width, 0.3, gap: 5)
      #expect(among.isIntact)
      #expect(alone.values == among.values, "\(length) x \(width)")
    }
  }

  @Test("logits of any size give numbers", arguments: everyKind, [1e2, 1e4, 1e18] as [Float])
  func largeLogits(_ kind: KernelSet<Float>, _ size: Float) {
    let found = attend(kind, 40, 8, 0.3, logits: size)
    #expect(found.values.allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  // MARK: Running a kernel

  private let names = ["out", "maxima", "queryBar", "keyBar", "valueBar"]

  private func attend<S: Scalar>(
    _ kind: KernelSet<S>, _ length: Int, _ width: Int, _ rate: Double, gap: Int = 0,
    logits: Float = 1, of: S.Type = S.self
  ) -> (values: [[S]], isIntact: Bool) {
    let row = width + gap
    let dropout = DropoutMask(rate: rate, seed: Seed(UInt64(length))).row(width)
    let head = AttentionHead(length: length, width: width, row: row, dropout: dropout)
    // Rows with NaN in the gaps between, and nothing after the last column of the last row.
    func input(_ seed: Int, times factor: Float = 1) -> Guard<S> {
      let dense: [Float] = samples(length * width, seed: seed)
      var spread = [S](repeating: .nan, count: (length - 1) * row + width)
      for i in 0..<length {
        for c in 0..<width { spread[i * row + c] = S(factor * dense[i * width + c]) }
      }
      return Guard(spread)
    }
    func output() -> Guard<S> { Guard([S](repeating: .nan, count: (length - 1) * row + width)) }
    func dense(_ x: Guard<S>) -> [S] {
      (0..<length).flatMap { x.values[$0 * row..<$0 * row + width] }
    }
    func gapsAreLeft(_ x: Guard<S>) -> Bool {
      x.values.indices.allSatisfy { $0 % row < width || x.values[$0].isNaN }
    }
    let (query, key) = (input(1, times: logits), input(2))
    let (value, outBar) = (input(3), input(4))
    let results = (0..<4).map { _ in output() }
    let statistics = (0..<2).map { _ in Guard([S](repeating: .nan, count: length)) }
    let scratch = Guard([S](repeating: .nan, count: head.scratchCount))
    kind.attention(
      head, query.start, key.start, value.start, results[0].start, statistics[0].start,
      statistics[1].start, scratch.start)
    kind.attentionAdjoint(
      head, query.start, key.start, value.start, outBar.start, statistics[0].start,
      statistics[1].start, results[1].start, results[2].start, results[3].start, scratch.start)
    let all = results.map(dense)
    return (
      [all[0], statistics[0].values] + all.dropFirst(),
      (results + statistics + [scratch]).allSatisfy(\.isIntact) && results.allSatisfy(gapsAreLeft)
    )
  }
}

/// Memory with NaN on both sides.
private final class Guard<S: Scalar> {
  let start: UnsafeMutablePointer<S>
  private let memory: UnsafeMutableBufferPointer<S>

  init(_ values: [S]) {
    memory = .allocate(capacity: values.count + 64)
    memory.initialize(repeating: .nan)
    start = memory.baseAddress! + 32
    start.update(from: values, count: values.count)
  }

  deinit { memory.deallocate() }

  var values: [S] { Array(memory.dropFirst(32).dropLast(32)) }
  var isIntact: Bool { (memory.prefix(32) + memory.suffix(32)).allSatisfy(\.isNaN) }
}
