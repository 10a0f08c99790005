import Tensors
import Testing

@Suite("Kernels: the steps of a GRU")
struct GRUKernelTests {
  /// Rows 2 and 1 of two sequences at time 2, of three at time 0: in no order, with gaps.
  private static let steps: [(time: Int, first: [Int])] = [(2, [7, 0]), (0, [3, 9, 0]), (1, [])]
  private static let matrixRows = 11

  @Test(
    "every kernel against the reference", arguments: everyKind, GRUReset.allCases)
  func againstReference(_ kind: KernelSet<Float>, _ reset: GRUReset) {
    for n in oddSizes {
      for (time, first) in Self.steps {
        let found = Run(kind, n, time, first, reset)
        let expected = Run(.reference, n, time, first, reset)
        for (name, output) in found.outputs {
          let exact = expected.outputs[name]?.values ?? []
          // A few roundings each of numbers of at most about 4.
          #expect(
            isClose(output.values, to: exact.map(Double.init), within: 32 * 0x1p-23),
            "\(name), width \(n), time \(time)")
          #expect(output.isIntact, "\(name), width \(n), time \(time)")
        }
      }
    }
  }

  @Test("tanh saturates and keeps NaN", arguments: everyKind)
  func ends(_ kind: KernelSet<Float>) {
    let u: [Float] = [0, 40, -40, 1e30, -1e30, .infinity, -.infinity, .nan]
    let n = u.count
    let zeros = [Float](repeating: 0, count: 3 * n)
    // r = z = 0: the state becomes the candidate.
    let gates = Guarded.output([Float](repeating: 0, count: 2 * n) + u)
    let (state, kept, states) = (
      Guarded.output(Array(zeros[..<n])), Guarded.output(Array(zeros[..<n])),
      Guarded.output(Array(zeros[..<n]))
    )
    [0].withUnsafeBufferPointer { first in
      let step = GRUStep(
        rows: 1, width: n, time: 0, first: first.baseAddress!, reset: .afterProduct)
      kind.gruStates(step, zeros, zeros, zeros, state.start, gates.start, kept.start, states.start)
    }
    #expect(Array(states.values.dropLast()) == [0, 1, -1, 1, -1, 1, -1])
    #expect(states.values[n - 1].isNaN && state.values[n - 1].isNaN)
  }

  /// All four kernels on the same operands.
  private struct Run {
    var outputs: [String: Guarded] = [:]

    init(
      _ kind: KernelSet<Float>, _ n: Int, _ time: Int, _ first: [Int], _ reset: GRUReset
    ) {
      let (m, rows) = (first.count, GRUKernelTests.matrixRows)
      func input(_ count: Int, _ seed: Int) -> Guarded { .input(samples(count, seed: seed)) }
      func output(_ name: String, _ count: Int, _ seed: Int) -> Guarded {
        let output = Guarded.output(samples(count, seed: seed))
        outputs[name] = output
        return output
      }
      // One sequence more than there are, so that the list is never empty.
      (first + [0]).withUnsafeBufferPointer { first in
        let step = GRUStep(rows: m, width: n, time: time, first: first.baseAddress!, reset: reset)
        let (recurrent, b, c) = (input(m * 3 * n, 1), input(3 * n, 2), input(3 * n, 3))
        let (state, gates) = (input(m * n, 4), output("gates", rows * 3 * n, 5))
        let kept = output("kept", m * n, 6)
        kind.gruGates(
          step, recurrent.start, b.start, c.start, state.start, gates.start, kept.start)

        let (newState, newGates) = (output("state", m * n, 4), output("n", rows * 3 * n, 5))
        let (newKept, states) = (output("q", m * n, 6), output("states", rows * n, 7))
        kind.gruStates(
          step, recurrent.start, b.start, c.start, newState.start, newGates.start, newKept.start,
          states.start)

        let (g, q, y, bar) = (
          input(rows * 3 * n, 8), input(m * n, 9), input(rows * n, 10), input(rows * n, 11)
        )
        let (stateBar, gatesBar) = (output("stateBar", m * n, 12), output("uBar", rows * 3 * n, 13))
        let (productBar, candidateBar) = (
          output("productBar", m * 2 * n, 14), output("candidateBar", m * n, 15)
        )
        let (previous, sums) = (output("previous", m * n, 16), output("sums", 4 * n, 17))
        let initial = input(m * n, 24)
        kind.gruStatesAdjoint(
          step, g.start, q.start, time == 0 ? nil : initial.start, y.start, bar.start,
          stateBar.start, gatesBar.start, productBar.start, candidateBar.start, previous.start,
          sums.start)
        let (laterBar, laterGates) = (
          output("stateBar 0", m * n, 12), output("uBar 0", rows * 3 * n, 13)
        )
        let (laterProduct, laterCandidate) = (
          output("productBar 0", m * 2 * n, 14), output("candidateBar 0", m * n, 15)
        )
        let (laterPrevious, laterSums) = (
          output("previous 0", m * n, 16), output("sums 0", 4 * n, 17)
        )
        // The first step of sequences that go on from somewhere.
        var begin = step
        begin.time = 0
        kind.gruStatesAdjoint(
          begin, g.start, q.start, initial.start, y.start, bar.start, laterBar.start,
          laterGates.start, laterProduct.start, laterCandidate.start, laterPrevious.start,
          laterSums.start)

        let (before, keptBar) = (input(m * n, 18), input(m * n, 19))
        let (resetBar, resetGates) = (output("hBar", m * n, 20), output("rBar", rows * 3 * n, 21))
        let (resetProduct, resetSums) = (
          output("rProduct", m * 2 * n, 22), output("rSums", 4 * n, 23)
        )
        kind.gruResetAdjoint(
          step, g.start, before.start, keptBar.start, resetBar.start, resetGates.start,
          resetProduct.start, resetSums.start)
      }
    }
  }
}
