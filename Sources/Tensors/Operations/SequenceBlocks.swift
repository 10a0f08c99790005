/// Sequences of rows, longest first, in blocks that go through time together.
///
/// At each step those of a block that are not over are its first few, so that what a step makes is dense;
/// step after step and block after block its rows fill a matrix with a row for every step of every sequence.
struct SequenceBlocks: Sendable {
  /// The rows of the product's panels (12, 8, 6 or 4, as the kind has it) divide it. From 12 to 48 one thread
  /// takes the same time for 128 sequences; fewer in a block are more blocks to share among threads.
  static let size = 24

  /// The sequences that have rows, in the order of the blocks.
  let order: [Int]
  /// The first row of each of them.
  let first: [Int]
  private let lengths: [Int]
  /// The rows of the blocks before each block, and of all.
  private let offsets: [Int]

  /// - Precondition: `areSequenceStarts`.
  init(starts: [Int]) {
    order = longestFirst(starts)
    let lengths = order.map { starts[$0 + 1] - starts[$0] }
    first = order.map { starts[$0] }
    self.lengths = lengths
    offsets = stride(from: 0, to: lengths.count, by: Self.size).reduce(into: [0]) {
      offsets, lower in
      let block = lengths[lower..<min(lower + Self.size, lengths.count)]
      offsets.append(offsets[offsets.count - 1] + block.reduce(0, +))
    }
  }

  /// The number of blocks.
  var count: Int { offsets.count - 1 }

  /// The sequences of a block.
  func sequences(of block: Int) -> Range<Int> {
    block * Self.size..<min((block + 1) * Self.size, lengths.count)
  }

  /// The steps of a block: when, and which rows of the dense matrices are the step's.
  func forEachStep(of block: Int, _ body: (_ time: Int, _ rows: Range<Int>) -> Void) {
    let sequences = sequences(of: block)
    var (active, row) = (sequences.count, offsets[block])
    for time in 0..<lengths[sequences.lowerBound] {
      while lengths[sequences.lowerBound + active - 1] <= time { active -= 1 }
      body(time, row..<row + active)
      row += active
    }
  }

  /// The same steps, the last one first.
  func forEachStepReversed(of block: Int, _ body: (_ time: Int, _ rows: Range<Int>) -> Void) {
    let sequences = sequences(of: block)
    var (active, row) = (0, offsets[block + 1])
    for time in (0..<lengths[sequences.lowerBound]).reversed() {
      while active < sequences.count, lengths[sequences.lowerBound + active] > time { active += 1 }
      row -= active
      body(time, row..<row + active)
    }
  }
}
