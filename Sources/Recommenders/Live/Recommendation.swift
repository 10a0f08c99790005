/// An item to recommend.
public struct Recommendation: Hashable, Sendable {
  /// The item.
  public let item: Int
  /// Its score; comparable only within one list.
  public let score: Float
  /// What the score is made of.
  public let shares: [ScoreShare]

  package init(item: Int, score: Float, shares: [ScoreShare]) {
    self.item = item
    self.score = score
    self.shares = shares
  }
}

/// The share that one term has in a score.
public struct ScoreShare: Hashable, Sendable {
  /// The term's name, as `two-hop`.
  public let term: String
  /// The term's size next to the sizes of all: between 0 and 1. The shares of a score add up to 1, or are
  /// all 0 where each of several terms is 0.
  public let share: Double

  /// A share of a term.
  public init(term: String, share: Double) {
    self.term = term
    self.share = share
  }
}

extension [ScoreShare] {
  /// Those of a score that is not made of terms.
  package static var whole: [ScoreShare] { [ScoreShare(term: "score", share: 1)] }

  /// What each term of a score has in it: `|value| / sum of all |values|`.
  public static func shares(_ terms: [(name: String, value: Double)]) -> [ScoreShare] {
    let total = terms.reduce(0) { $0 + abs($1.value) }
    return terms.map {
      ScoreShare(term: $0.name, share: total == 0 ? 0 : abs($0.value) / total)
    }
  }
}
