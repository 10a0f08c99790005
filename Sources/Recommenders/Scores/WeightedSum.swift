public import Gradients
public import Tensors

/// A sum of scores, each with a name and a weight: `score = sum_t weight_t score_t`.
///
/// A term whose weight is 0, or whose part of the context is not there, is left out.
public struct WeightedSum: CompositeScore {
  /// One addend.
  public struct Term: Sendable {
    /// What a report calls it.
    public let name: String
    /// Its factor.
    public let weight: Double
    /// The score.
    public let score: any ScoreFunction

    /// An addend.
    public init(_ name: String, weight: Double, _ score: any ScoreFunction) {
      self.name = name
      self.weight = weight
      self.score = score
    }
  }

  /// The addends.
  public let terms: [Term]

  /// The sum of these.
  public init(_ terms: [Term]) {
    self.terms = terms
  }

  /// The addends' names.
  public var termNames: [String] { terms.map(\.name) }

  /// Those of all terms.
  public var parameters: [Parameter] { terms.flatMap(\.score.parameters) }

  /// What any of the terms reads.
  public var reads: Context.Parts { terms.reduce([]) { $0.union($1.score.reads) } }

  /// Nothing: a question that lacks what a term needs gets nothing from that term.
  public var needs: Context.Parts { [] }

  /// Every term must fit: a composition makes what its terms need, though not for every question. Names
  /// must differ, and weights be finite and not all 0.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    let (names, weights) = (terms.map(\.name), terms.map(\.weight))
    guard Set(names).count == names.count else {
      throw .range("the terms of WeightedSum", expected: "names that differ", found: "\(names)")
    }
    guard weights.allSatisfy(\.isFinite), weights.contains(where: { $0 != 0 }) else {
      throw .range(
        "the weights of WeightedSum", expected: "finite numbers, one of them not 0",
        found: "\(weights)")
    }
    for term in terms { try sizes.check(term.score) }
  }

  /// The weighted terms.
  public func terms<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> [Variable?] {
    terms.map { term in
      guard term.weight != 0,
        let score = term.unweighted(of: candidates, in: context, on: &tape)
      else { return nil }
      return tape.combination([(score, term.weight)])
    }
  }

  /// The sum; 0 where no term is left.
  public func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    var addends: [(variable: Variable, factor: Double)] = []
    for term in terms where term.weight != 0 {
      if let score = term.unweighted(of: candidates, in: context, on: &tape) {
        addends.append((score, term.weight))
      }
    }
    guard addends.isEmpty else { return tape.combination(addends) }
    return tape.constant(Tensor(zeros: context.shape(of: candidates)))
  }

  /// The scores of each term, unweighted, whatever its weight; 0 where the context lacks what it reads.
  ///
  /// Shapes: that of the candidates, each.
  package func parts<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> [Variable] {
    terms.map { term in
      term.unweighted(of: candidates, in: context, on: &tape)
        ?? tape.constant(Tensor(zeros: context.shape(of: candidates)))
    }
  }
}

extension WeightedSum.Term {
  /// The score without its weight; nil where the context lacks what it needs.
  fileprivate func unweighted<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable? {
    guard score.needs.isSubset(of: context.parts) else { return nil }
    return score.scores(of: candidates, in: context, on: &tape)
  }
}
