public import Gradients
public import Tensors

/// A sum of scores, each with a name and a weight: `score = sum_t weight_t score_t`.
public struct WeightedSum: ScoreFunction {
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

  /// Those of all terms.
  public var parameters: [Parameter] { terms.flatMap(\.score.parameters) }

  /// Adds every term whose weight is not 0; see ``ScoreFunction``.
  public func addScores<S: Scalar>(
    of context: Context<S>, times factor: S, with weights: Weights<S>,
    into scores: inout Tensor<S>
  ) {
    for term in terms where term.weight != 0 {
      term.score.addScores(
        of: context, times: factor * S(term.weight), with: weights, into: &scores)
    }
  }

  /// The scores of each term alone, unweighted. O(one score of every item a term).
  ///
  /// Shapes: `[rows, itemCount]` each.
  public func parts<S: Scalar>(
    in context: Context<S>, itemCount: Int, with weights: Weights<S>
  ) -> [Tensor<S>] {
    terms.map { term in
      var part = Tensor<S>(zeros: [context.rows, itemCount])
      term.score.addScores(of: context, times: 1, with: weights, into: &part)
      return part
    }
  }

  /// The share that each term has in the scores of the given items, for the first row of a context.
  ///
  /// Meant for terms that are never negative. O(one score of every item).
  public func shares<S: Scalar>(
    of items: [Int], in context: Context<S>, itemCount: Int, with weights: Weights<S>
  ) -> [[ScoreShare]] {
    let parts = parts(in: context, itemCount: itemCount, with: weights)
    return items.map { item in
      let values = zip(terms, parts).map { $0.weight * Double($1[0, item]) }
      let total = values.reduce(0, +)
      return zip(terms, values).map { term, value in
        ScoreShare(term: term.name, share: total == 0 ? 0 : value / total)
      }
    }
  }
}
