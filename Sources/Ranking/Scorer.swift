public import Interactions
public import Tensors

/// What an evaluation asks of a recommender that lives through a stream: scores for every item, given
/// all that happened so far, and then the news of what happened next.
///
/// A scorer changes with what it observes, so it cannot be copied or replayed by accident.
public protocol Scorer: ~Copyable {
  /// The number of items that it scores.
  var itemCount: Int { get }

  /// Writes a score for every item into the row of each user, `scores [users.count, itemCount]`; higher
  /// is better. A user never seen before is an ordinary argument, and so is one that comes twice.
  func score(_ users: [Int], into scores: inout Tensor<Float>)

  /// Takes an event into its state.
  mutating func observe(_ event: Interaction)
}

extension Scorer where Self: ~Copyable {
  /// Writes a score of one user for every item into `scores [1, itemCount]`.
  public func score(_ user: Int, into scores: inout Tensor<Float>) {
    score([user], into: &scores)
  }
}
