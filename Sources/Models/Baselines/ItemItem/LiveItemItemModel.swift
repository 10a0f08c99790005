public import Interactions
public import Ranking
public import Recommenders
public import Tensors

/// An ``ItemItemModel`` at work: an event is appended to its user's history, and no number of the model
/// changes.
///
/// O(1) an event. A score reads the user's history anew, which costs what ``ItemItemModel`` says; sums
/// kept up to date would cost O(n) an event and 4 n bytes a user. Items that training did not know are
/// not scored, and left out of histories.
public struct LiveItemItemModel: LiveRecommender, ~Copyable, Sendable {
  /// The numbers, which never change here.
  public let model: ItemItemModel

  private var histories: UserHistories
  private let workers: Workers

  init(_ model: ItemItemModel, after log: InteractionLog, workers: Workers) {
    self.model = model
    self.workers = workers
    histories = UserHistories(after: log)
  }

  /// The number of items that training knew.
  public var itemCount: Int { model.itemCount }

  /// Appends to the user's history. Amortised O(1).
  public mutating func observe(_ event: Interaction) { histories.observe(event) }

  /// What the history of each user says for every item.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    model.score(questions.map { histories.items(of: $0.user) }, into: &scores, on: workers)
  }

  /// Everybody: there is always popularity.
  public func canScore(_ user: Int) -> Bool { true }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { histories.distinctItems(of: user) }

  /// What of a score is of the `history` and what `popularity`.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    model.shares(of: items, after: histories.items(of: question.user))
  }
}

extension ItemItemModel {
  /// A live session that begins when `log` has happened. O(events).
  public func live(after log: InteractionLog, workers: Workers = .one) -> LiveItemItemModel {
    LiveItemItemModel(self, after: log, workers: workers)
  }
}
