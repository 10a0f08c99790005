import Dispatch
import Synchronization

/// How many threads a computation may use. The result never depends on it: work is cut by shape, and
/// whoever is free takes the next piece.
public struct Workers: Hashable, Sendable {
  /// The number of threads.
  public let count: Int

  /// So many threads; more than there are cores do no harm.
  ///
  /// - Precondition: at least one.
  public init(_ count: Int) {
    precondition(count >= 1, "\(count) threads")
    self.count = count
  }

  /// The calling thread alone.
  public static let one = Workers(1)

  /// Runs `body` for every index of `0 ..< pieces`, in any order, and returns when all are done.
  ///
  /// `body` must write only what belongs to its piece.
  package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    let next = Atomic(0)
    // `concurrentPerform` returns only after the last call, so the closure cannot outlive `body`;
    // that pieces do not share what they write is what this function asks of its callers.
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          body(piece)
        }
      }
    }
  }

  /// Cuts `0 ..< count` into ranges of `size` (the last may be shorter) and runs `body` for each.
  package func forEachRange(of count: Int, size: Int, _ body: (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { body($0 * size..<min(count, ($0 + 1) * size)) }
  }
}
