extension Tensor {
  // Enough sequences that a piece is worth its start, few enough that the threads end together.
  private static var sequencesPerPiece: Int { 8 }

  /// `self[t] = mean of x[start ... t]` within each sequence, added up in the order of `t`.
  ///
  /// Shapes: `x`, `self [P, width]`; sequence `s` has the rows `starts[s] ..< starts[s + 1]`. O(elements).
  package mutating func assignRunningMean(
    of x: Tensor, starts: [Int], on workers: Workers
  ) {
    requireSameShape(as: x)
    requireSequences(starts)
    let (width, kernels) = (columns, S.kernels)
    let y = mutablePointer()
    workers.forEachRange(of: starts.count - 1, size: Self.sequencesPerPiece) { sequences in
      withUnsafeTemporaryAllocation(of: S.self, capacity: width) { sum in
        let sum = sum.baseAddress!
        for sequence in sequences {
          kernels.fill(width, 0, sum)
          for row in starts[sequence]..<starts[sequence + 1] {
            let factor = S(1) / S(row - starts[sequence] + 1)
            kernels.scale(width, 1, x.storage.elements + row * width, sum, true)
            kernels.scale(width, factor, sum, y + row * width, false)
          }
        }
      }
    }
  }

  /// The adjoint of the running mean, `self[t] = sum over u >= t of yBar[u] / (u + 1)` with `u` counted
  /// from the sequence's start, or `self[t] +=`. Shapes as above; O(elements).
  package mutating func assignRunningMeanAdjoint(
    yBar: Tensor, starts: [Int], accumulate: Bool, on workers: Workers
  ) {
    requireSameShape(as: yBar)
    requireSequences(starts)
    let (width, kernels) = (columns, S.kernels)
    let xBar = mutablePointer()
    workers.forEachRange(of: starts.count - 1, size: Self.sequencesPerPiece) { sequences in
      withUnsafeTemporaryAllocation(of: S.self, capacity: width) { sum in
        let sum = sum.baseAddress!
        for sequence in sequences {
          kernels.fill(width, 0, sum)
          for row in (starts[sequence]..<starts[sequence + 1]).reversed() {
            let factor = S(1) / S(row - starts[sequence] + 1)
            kernels.scale(width, factor, yBar.storage.elements + row * width, sum, true)
            kernels.scale(width, 1, sum, xBar + row * width, accumulate)
          }
        }
      }
    }
  }

  private func requireSequences(_ starts: [Int]) {
    precondition(
      areSequenceStarts(starts, rows: rows), "\(starts) does not cut the rows of \(shape)")
  }
}
