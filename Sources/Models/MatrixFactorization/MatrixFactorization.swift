import Gradients
import Layers
public import Recommenders
import Tensors

/// A vector for every user and every item, and a bias for every item: `score[u, i] = p[u] . q[i] + b[i]`.
///
/// With the default objective it is BPR-MF: of an item that a user has and one that they do not have, the
/// former is to score higher. Any other objective fits as well.
///
/// ```swift
/// let model = MatrixFactorization(userCount: log.userCount, itemCount: log.itemCount, width: 64)
/// let trained = try Trainer(.adam(rate: 1e-3), epochs: 50, batchSize: 1024).fit(model, on: split.train)
/// ```
///
/// The order of events means nothing to it. Parameters: `p [m, k]` at `users.weight`, `q [n, k]` at
/// `items.weight`, `b [n]` at `score.bias`.
///
/// Source: Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback" (UAI 2009), sections 4 and 5.
public struct MatrixFactorization<Loss: Objective>: Sendable {
  /// What is minimised besides the penalty.
  public let objective: Loss
  /// What is added to it.
  public let penalty: VectorPenalty
  /// `p [m, k]`
  let users: Embedding
  /// `q [n, k]`
  let items: LearnedItems
  /// `p . q + b`, of a user in the place of a state.
  let score: DotScore

  /// A model of so many users and items.
  ///
  /// - Parameters:
  ///   - width: the width k of vectors.
  ///   - objective: what is minimised; BPR against one item that is drawn anew each time, unless told
  ///     otherwise.
  ///   - penalty: what is added for the lengths of the vectors that a batch names.
  /// - Precondition: sizes of at least 1.
  public init(
    userCount: Int, itemCount: Int, width: Int = 64,
    objective: Loss = BayesianPersonalizedRanking(), penalty: VectorPenalty = VectorPenalty()
  ) {
    precondition(userCount >= 1, "a table of \(userCount) users")
    self.objective = objective
    self.penalty = penalty
    users = Embedding(
      "users", count: userCount, width: width,
      initializer: .xavierNormal(inputs: userCount, outputs: width))
    items = LearnedItems(count: itemCount, width: width)
    score = DotScore(biasOf: itemCount)
  }

  /// The number of users m.
  public var userCount: Int { users.weight.shape[0] }

  /// The number of items n.
  public var itemCount: Int { items.itemCount }

  /// The width k of vectors.
  public var width: Int { items.width }

  /// What the score looks at, of users whose vectors are given.
  func context<S: Scalar>(of rows: Variable, on tape: inout Tape<S>) -> Context {
    Context(
      rowCount: tape[rows].rows, itemCount: itemCount, state: rows, items: items.table(on: &tape))
  }
}

/// What the squared lengths of the vectors of a batch cost.
public struct VectorPenalty: Hashable, Sendable {
  /// The factor of users, as often as they are in a batch.
  public var users: Double
  /// The factor of items that users have, and of those that were drawn against them.
  public var targets, negatives: Double

  /// Factors of `1/2 |p[u]|^2`, `1/2 |q[i]|^2` and `1/2 |q[j]|^2`; biases cost nothing.
  ///
  /// - Precondition: none is negative.
  public init(users: Double = 0, targets: Double = 0, negatives: Double = 0) {
    precondition(min(users, targets, negatives) >= 0, "factors of a penalty below 0")
    self.users = users
    self.targets = targets
    self.negatives = negatives
  }
}
