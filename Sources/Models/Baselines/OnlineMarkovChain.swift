public import Interactions
public import Ranking
public import Recommenders
public import Tensors

/// An online Markov chain: how often an item came after the user's last one, and popularity to decide
/// what that leaves open.
///
///     score(i) = T[j, i] + popularity(i) / (events + 1)
///
/// The second term is below 1, so it orders only items with equal transition counts (in `Float`: where
/// a count is large, items of about the same popularity may tie). No training: the
/// baseline that any model of transitions has to beat. O(1) an event, O(n) a score of every item.
public struct OnlineMarkovChain: LiveRecommender, ~Copyable, Sendable {
  private var state: InteractionState
  private var counts: Tensor<Float>
  private var events = 0

  /// Counts a log.
  public init(after log: InteractionLog) {
    state = InteractionState(userCount: log.userCount, itemCount: log.itemCount)
    counts = Tensor(zeros: [log.itemCount, 1])
    for event in log.events { observe(event) }
  }

  /// The number of items known.
  public var itemCount: Int { counts.rows }

  /// Counts the item and the transition to it.
  public mutating func observe(_ event: Interaction) {
    state.observe(user: event.user, item: event.item)
    while counts.rows < state.itemCount { counts.appendRow(Tensor(zeros: [1])) }
    counts[event.item] += 1
    events += 1
  }

  /// Transitions from the user's last item, and popularity.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    let popularity = counts.reshaped(to: [1, itemCount])
    scores.fill(0)
    for (row, question) in questions.enumerated() {
      scores.addRow(0, of: popularity, toRow: row, times: 1 / Float(events + 1))
      guard let last = state.lastItem(of: question.user) else { continue }
      for (item, count) in state.transitions.successors(of: last) { scores[row, item] += count }
    }
  }

  /// Everybody: there is always popularity.
  public func canScore(_ user: Int) -> Bool { true }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { state.interactions.items(of: user) }

  /// What of a score is `transition` and what `popularity`.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    let last = state.lastItem(of: question.user)
    return items.map { item in
      let transition = last.map { Double(state.transitions.count(from: $0, to: item)) } ?? 0
      let popularity = Double(counts[item]) / Double(events + 1)
      return .shares([("transition", transition), ("popularity", popularity)])
    }
  }
}
