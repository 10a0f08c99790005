public import Tensors

/// What the questions of a batch are to be answered with.
public struct Targets: Sendable {
  /// The item that each question's answer is; empty where an answer is a whole row.
  public let items: [Int32]
  /// The items drawn against each, as many a question, those of the first question first.
  public let negatives: [Int32]
  /// The items drawn against several questions at once.
  public let shared: [SharedNegatives]
  /// The logarithm of how likely each target is to be drawn as a negative, but for a constant; empty where all are equally
  /// likely.
  public let logLikelihoods: [Double]
  private let wholeRows: SparseMatrix<Float>?

  /// One item a question.
  ///
  /// - Precondition: the same number of negatives for each, or groups of questions that ascend and do not overlap; a
  ///   likelihood for each target or for none.
  public init(
    _ items: [Int32], negatives: [Int32] = [], shared: [SharedNegatives] = [],
    logLikelihoods: [Double] = []
  ) {
    precondition(
      items.isEmpty ? negatives.isEmpty : negatives.count.isMultiple(of: items.count),
      "\(negatives.count) negatives for \(items.count) targets")
    precondition(
      negatives.isEmpty || shared.isEmpty, "negatives that are shared beside others that are not")
    precondition(
      logLikelihoods.isEmpty || logLikelihoods.count == items.count,
      "\(logLikelihoods.count) likelihoods of \(items.count) targets")
    self.items = items
    self.negatives = negatives
    self.shared = shared
    self.logLikelihoods = logLikelihoods
    wholeRows = nil
  }

  /// A whole row a question.
  public init(rows: SparseMatrix<Float>) {
    items = []
    negatives = []
    shared = []
    logLikelihoods = []
    wholeRows = rows
  }

  /// The answers as rows over all items, with a 1 where the answer is one item.
  public func rows<S: Scalar>(itemCount: Int, as scalar: S.Type = S.self) -> SparseMatrix<S> {
    if let wholeRows { return wholeRows.converted(to: scalar) }
    return SparseMatrix(columns: itemCount, rows: items.map { [(Int($0), S(1))] })
  }

  /// How many items each question is held against at most.
  public var negativeCount: Int {
    shared.isEmpty
      ? negatives.count / max(items.count, 1) : shared.reduce(0) { max($0, $1.items.count) }
  }

  /// Each target followed by its negatives, those that it shares included; by itself where it shares fewer than others.
  public var candidates: [Int32] {
    let count = negativeCount
    var candidates: [Int32] = []
    candidates.reserveCapacity(items.count * (1 + count))
    guard !shared.isEmpty else {
      for (question, item) in items.enumerated() {
        candidates.append(item)
        candidates += negatives[question * count..<(question + 1) * count]
      }
      return candidates
    }
    var groups = shared[...]
    for (question, item) in items.enumerated() {
      while let group = groups.first, group.questions.upperBound <= question {
        groups.removeFirst()
      }
      let drawn = groups.first.map { $0.questions.contains(question) ? $0.items : [] } ?? []
      candidates.append(item)
      candidates += drawn
      candidates += repeatElement(item, count: count - drawn.count)
    }
    return candidates
  }
}

/// Items drawn against several questions at once.
public struct SharedNegatives: Hashable, Sendable {
  /// The questions.
  public let questions: Range<Int>
  /// The items. One that is a question's own target is no negative of it.
  public let items: [Int32]
  /// The logarithm of how likely each was to be drawn, but for a constant; empty where all were equally likely.
  public let logLikelihoods: [Double]

  /// These items for these questions.
  ///
  /// - Precondition: a likelihood for each or for none.
  public init(questions: Range<Int>, items: [Int32], logLikelihoods: [Double] = []) {
    precondition(
      logLikelihoods.isEmpty || logLikelihoods.count == items.count,
      "\(logLikelihoods.count) likelihoods of \(items.count) items")
    self.questions = questions
    self.items = items
    self.logLikelihoods = logLikelihoods
  }
}
