public import Gradients
public import Tensors

/// The personalised two-hop transition: `(user * state) . item`, the element-wise product of the user's
/// embedding and the state against every item as a target.
///
/// AutoSeqRec: `p2 = (Es[j] .* Ec[u]) transpose(Et)`. Shapes: user and state `[rows, k]`, items
/// `[n, k]`. 2 n k operations a row.
public struct TwoHopScore: ScoreFunction, Hashable {
  /// The score; it has no parameters and no options.
  public init() {}

  /// None.
  public var parameters: [Parameter] { [] }

  /// `scores += factor (user * state) transpose(items)`; see ``ScoreFunction``.
  public func addScores<S: Scalar>(
    of context: Context<S>, times factor: S, with weights: Weights<S>,
    into scores: inout Tensor<S>
  ) {
    guard let user = context.user, let state = context.state, let items = context.items else {
      return
    }
    var query = Tensor<S>(uninitialized: user.shape, in: context.pool)
    query.assignProduct(of: user, and: state)
    var products = Tensor<S>(uninitialized: [user.rows, items.rows], in: context.pool)
    products.multiply(.plain(query), .transposed(items), on: context.workers)
    scores.add(products, times: factor, on: context.workers)
  }
}
