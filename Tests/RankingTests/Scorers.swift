import Interactions
import Ranking
import Tensors

/// A scorer whose scores are a rule of user and item, with so many different ones.
struct TableScorer: Scorer, ~Copyable {
  let itemCount: Int
  let levels: Int
  /// Items that their user scores above all others.
  var favourites: [Int: Int] = [:]
  var damagedItem: Int?

  init(itemCount: Int, levels: Int) {
    self.itemCount = itemCount
    self.levels = levels
  }

  func score(of item: Int, for user: Int) -> Float {
    if item == damagedItem { return .nan }
    return favourites[user] == item ? 1_000 : Float((user * 31 + item * item * 17) % levels)
  }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    precondition(scores.shape == [questions.count, itemCount], "\(scores.shape)")
    for (row, question) in questions.enumerated() {
      for item in 0..<itemCount { scores[row, item] = score(of: item, for: question.user) }
    }
  }

  mutating func observe(_ event: Interaction) {}

  /// The place of the target in a sorted list, behind and before all that it ties with.
  func rank(of target: Int, for user: Int, among candidates: [Int]) -> Rank {
    let sorted = candidates.map { score(of: $0, for: user) }.sorted(by: >)
    let own = score(of: target, for: user)
    return Rank(
      pessimistic: (sorted.lastIndex(of: own) ?? -1) + 1,
      optimistic: (sorted.firstIndex(of: own) ?? -1) + 1)
  }
}

/// Independent uniform scores.
struct RandomScorer: Scorer {
  let itemCount: Int

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    for (row, question) in questions.enumerated() {
      var generator = Seed(77).child(question.user).generator()
      for item in 0..<itemCount { scores[row, item] = Float(generator.uniform()) }
    }
  }

  mutating func observe(_ event: Interaction) {}
}
