public import Interactions
public import Ranking
public import Recommenders
public import Tensors

/// POP: every item scores the number of its interactions so far, the same for everybody.
///
/// The floor of every table. O(1) an event; repeats count.
public struct Popularity: LiveRecommender, ~Copyable, Sendable {
  private var counts: Tensor<Float>
  private var interactions: UserItemMatrix

  /// Counts a log; items that appear later begin at 0.
  public init(after log: InteractionLog) {
    counts = Tensor(zeros: [log.itemCount, 1])
    interactions = UserItemMatrix()
    for event in log.events { observe(event) }
  }

  /// The number of items known.
  public var itemCount: Int { counts.rows }

  /// Adds one to the item.
  public mutating func observe(_ event: Interaction) {
    while counts.rows <= event.item { counts.appendRow(Tensor(zeros: [1])) }
    counts[event.item] += 1
    interactions.insert(user: event.user, item: event.item)
  }

  /// The counts.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    let popularity = counts.reshaped(to: [1, itemCount])
    scores.fill(0)
    for row in questions.indices { scores.addRow(0, of: popularity, toRow: row) }
  }

  /// Everybody: there is always popularity.
  public func canScore(_ user: Int) -> Bool { true }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { interactions.items(of: user) }

  /// All of it is `popularity`.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    items.map { .shares([("popularity", Double(counts[$0]))]) }
  }
}
