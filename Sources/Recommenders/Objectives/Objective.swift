public import Gradients
public import Tensors

/// What is minimised.
public protocol Objective: Sendable {
  /// How many items are drawn against each target; 0 for an objective that needs none.
  var negativeCount: Int { get }

  /// The loss of a batch, a scalar: how far the scores are from the targets.
  func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable
}

/// What the questions of a batch are to be answered with.
public struct Targets: Sendable {
  /// The item that each question's answer is; empty where an answer is a whole row.
  public let items: [Int32]
  /// The items drawn against each, as many a question, those of the first question first.
  public let negatives: [Int32]
  private let wholeRows: SparseMatrix<Float>?

  /// One item a question.
  ///
  /// - Precondition: the same number of negatives for each.
  public init(_ items: [Int32], negatives: [Int32] = []) {
    precondition(
      items.isEmpty ? negatives.isEmpty : negatives.count.isMultiple(of: items.count),
      "\(negatives.count) negatives for \(items.count) targets")
    self.items = items
    self.negatives = negatives
    wholeRows = nil
  }

  /// A whole row a question.
  public init(rows: SparseMatrix<Float>) {
    items = []
    negatives = []
    wholeRows = rows
  }

  /// The answers as rows over all items, with a 1 where the answer is one item.
  public func rows<S: Scalar>(itemCount: Int, as scalar: S.Type = S.self) -> SparseMatrix<S> {
    if let wholeRows { return wholeRows.converted(to: scalar) }
    return SparseMatrix(columns: itemCount, rows: items.map { [(Int($0), S(1))] })
  }

  /// Each target followed by its negatives.
  public var candidates: [Int32] {
    guard !items.isEmpty else { return [] }
    let count = negatives.count / items.count
    var candidates: [Int32] = []
    candidates.reserveCapacity(items.count + negatives.count)
    for (question, item) in items.enumerated() {
      candidates.append(item)
      candidates += negatives[question * count..<(question + 1) * count]
    }
    return candidates
  }
}
