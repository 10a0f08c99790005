/// How many threads a computation may use. The result never depends on it: work is cut by shape, and
/// whoever is free takes the next piece.
///
/// The threads live as long as the value and its copies; make one and hand it on.
public struct Workers: Sendable {
  /// The number of threads, the caller's among them.
  public let count: Int
  private let team: WorkerTeam?

  /// So many threads; more than there are cores do no harm.
  ///
  /// - Precondition: at least one.
  public init(_ count: Int) {
    precondition(count >= 1, "\(count) threads")
    self.count = count
    team = count > 1 ? WorkerTeam(helpers: count - 1) : nil
  }

  /// The calling thread alone.
  public static let one = Workers(1)

  /// Runs `body` for every index of `0 ..< pieces`, in any order, and returns when all are done.
  ///
  /// `body` must write only what belongs to its piece. Calls from within `body`, and from another
  /// thread while the team is at work, run on the calling thread alone.
  package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
    if pieces > 1, let team, team.run(pieces, body) { return }
    for piece in 0..<pieces { body(piece) }
  }

  /// Cuts `0 ..< count` into ranges of `size` (the last may be shorter) and runs `body` for each.
  package func forEachRange(of count: Int, size: Int, _ body: (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { body($0 * size..<min(count, ($0 + 1) * size)) }
  }
}
