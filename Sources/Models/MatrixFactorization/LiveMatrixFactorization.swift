public import Gradients
public import Interactions
import Layers
public import Ranking
public import Recommenders
public import Tensors

/// A matrix factorisation at work: it remembers who has what, and no parameter changes.
///
/// Whom training met keeps their vector. Others are folded in: their vector is the mean of those of the
/// distinct items that they have, 0 before there are any, which leaves the biases. O(1) an event; O(n k) a score of
/// every item, and O(items k) more for somebody who is folded in. Items that training did not know are
/// not scored.
public struct LiveMatrixFactorization<Loss: Objective>: LiveRecommender, ~Copyable, Sendable {
  /// The recipe.
  public let model: MatrixFactorization<Loss>
  /// The numbers, which never change here.
  public let weights: Weights<Float>

  private var interactions: UserItemMatrix
  /// A vector of zeros says nothing of a user.
  private let isMet: [Bool]
  private let workers: Workers
  private let pool = StoragePool()

  init(
    _ model: MatrixFactorization<Loss>, weights: Weights<Float>, after log: InteractionLog,
    workers: Workers
  ) {
    self.model = model
    self.weights = weights
    self.workers = workers
    interactions = UserItemMatrix(after: log)
    let (elements, width) = (weights[model.users.weight].elements, model.width)
    isMet = (0..<model.userCount).map { user in
      elements[user * width..<(user + 1) * width].contains { $0 != 0 }
    }
  }

  /// The number of items that training knew.
  public var itemCount: Int { model.itemCount }

  /// Remembers that the user has the item. Expected O(1), amortised.
  public mutating func observe(_ event: Interaction) {
    interactions.insert(user: event.user, item: event.item)
  }

  /// The scores of all items for each question. 2 n k operations a question.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    var vectors = Tensor<Float>(uninitialized: [questions.count, model.width], in: pool)
    for (row, question) in questions.enumerated() {
      assignVector(of: question.user, toRow: row, of: &vectors)
    }
    var tape = Tape(weights, workers: workers, pool: pool)
    let rows = tape.constant(vectors)
    let context = model.context(of: rows, on: &tape)
    let result = model.score.scores(of: .all, in: context, on: &tape)
    scores.assign(tape[result], on: workers)
  }

  private func assignVector(of user: Int, toRow row: Int, of vectors: inout Tensor<Float>) {
    if isMet.indices.contains(user), isMet[user] {
      return vectors.assignRow(user, of: weights[model.users.weight], toRow: row)
    }
    let table = weights[model.items.parameters[0]]
    vectors.fillRow(row, 0)
    let known = interactions.items(of: user).filter { $0 < itemCount }
    for item in known {
      vectors.addRow(Int(item), of: table, toRow: row, times: 1 / Float(known.count))
    }
  }

  /// Everybody: there are always the items' biases.
  public func canScore(_ user: Int) -> Bool { true }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { interactions.items(of: user) }

  /// A score has no parts.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    items.map { _ in .whole }
  }
}

extension Trained {
  /// A live session that begins when `log` has happened. O(events + m k).
  public func live<Loss>(
    after log: InteractionLog, workers: Workers = .one
  ) -> LiveMatrixFactorization<Loss> where M == MatrixFactorization<Loss> {
    LiveMatrixFactorization(model, weights: weights, after: log, workers: workers)
  }
}
