public import Gradients
public import Tensors

/// How what is known about users meets the items.
public protocol ScoreFunction: Sendable {
  /// The parameters that are the score's own.
  var parameters: [Parameter] { get }

  /// `scores += factor` times the score of every item, for every row of the context.
  ///
  /// Shapes: `scores [rows, items]`. Where the context lacks what the score looks at, nothing is added.
  func addScores<S: Scalar>(
    of context: Context<S>, times factor: S, with weights: Weights<S>,
    into scores: inout Tensor<S>
  )
}

/// The row of a context that a score starts from.
public enum ContextRow: Hashable, Sendable {
  /// The user's embedding.
  case user
  /// The state of the user's sequence.
  case state
}

/// What a score may look at: one row for each question asked.
public struct Context<S: Scalar>: Sendable {
  /// The users' embeddings `[rows, k]`.
  public var user: Tensor<S>?
  /// The states of their sequences `[rows, k]`; none for somebody without history.
  public var state: Tensor<S>?
  /// The items as targets `[items, k]`.
  public var items: Tensor<S>?

  /// The number of questions asked.
  public var rows: Int { user?.rows ?? state?.rows ?? 0 }

  /// The threads that a score may use.
  public let workers: Workers
  /// Where scores take memory for what they need in between.
  public let pool: StoragePool

  /// A context with what is known.
  public init(
    user: Tensor<S>?, state: Tensor<S>?, items: Tensor<S>?, workers: Workers = .one,
    pool: StoragePool = StoragePool()
  ) {
    self.user = user
    self.state = state
    self.items = items
    self.workers = workers
    self.pool = pool
  }
}
