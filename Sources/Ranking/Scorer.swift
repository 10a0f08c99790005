public import Interactions
public import Tensors

/// What an evaluation asks of a recommender that lives through a stream: scores for every item, given
/// all that happened so far, and then the news of what happened next.
///
/// A scorer changes with what it observes, so it cannot be copied or replayed by accident.
public protocol Scorer: ~Copyable {
  /// The number of items that it scores.
  var itemCount: Int { get }

  /// Writes a score for every item into the row of each question, `scores [questions.count, itemCount]`;
  /// higher is better. A user never seen before is an ordinary argument, and so is one that comes twice.
  func score(_ questions: [Question], into scores: inout Tensor<Float>)

  /// Takes an event into its state.
  mutating func observe(_ event: Interaction)

  /// Scores the question behind each event with all that came before it, and takes the event in: what
  /// ``score(_:into:)`` and ``observe(_:)`` do in turn, up to rounding.
  ///
  /// A scorer whose events change little may score several together, as products of matrices. Shapes:
  /// `scores [events.count, itemCount]`.
  ///
  /// - Precondition: the items are among those that it scores.
  mutating func replay(_ events: [Interaction], into scores: inout Tensor<Float>)
}

extension Scorer where Self: ~Copyable {
  /// One event after the other.
  public mutating func replay(
    _ events: [Interaction], into scores: inout Tensor<Float>
  ) {
    var own = Tensor<Float>(zeros: [1, scores.columns])
    for (row, event) in events.enumerated() {
      score([Question(of: event.user, at: event.timestamp)], into: &own)
      scores.assignRow(0, of: own, toRow: row)
      observe(event)
    }
  }
}

/// What a scorer is asked: what does this user take next?
public struct Question: Hashable, Sendable {
  /// The user.
  public var user: Int
  /// When; nil for the moment of the user's last event. Most models do not look at it.
  public var timestamp: Double?

  /// A question about a user.
  public init(of user: Int, at timestamp: Double? = nil) {
    self.user = user
    self.timestamp = timestamp
  }
}
