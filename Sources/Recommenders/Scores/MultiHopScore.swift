public import Gradients
public import Tensors

/// Transitions through items in between: where two hops lead, taken as a distribution, is where the next
/// hop begins.
///
///     p_2 = (user .* state) transpose(Et)                      TwoHopScore
///     p_{h + 1} = (p_h / sum_i p_h[i]) Es transpose(Et)        up to p_hops
///
/// Shapes: user and state `[rows, k]`, `Es`, `Et [n, k]`. 2 n k operations a candidate row and hop, and as
/// many to get to `Es`. Embeddings are not negative, as a rectifier leaves them.
///
/// Source: AutoSeqRec, section 4.4, whose one sentence about it leaves the dimensions open.
public struct MultiHopScore: SeparableScore, Hashable {
  /// The number of hops, two of which are the two-hop score.
  public let hops: Int

  /// A score after so many hops.
  ///
  /// - Precondition: 3 or more; two are ``TwoHopScore``.
  public init(hops: Int = 3) {
    precondition(hops >= 3, "\(hops) hops")
    self.hops = hops
  }

  /// None.
  public var parameters: [Parameter] { [] }

  /// What it needs, and the user.
  public var reads: Context.Parts { needs.union(.user) }

  /// The state, and the items on both sides of a transition.
  public var needs: Context.Parts { [.state, .items, .sources] }

  /// What ``TwoHopScore`` asks for.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    try sizes.check(TwoHopScore())
  }

  /// The last distribution over items, as sources.
  public func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    var query = TwoHopScore().query(in: context, on: &tape)
    let sources = context[\.sources]
    for _ in 2..<hops {
      let hop = tape.dots(of: query, with: context[\.items])
      query = tape.linear(tape.rowShares(hop), weight: sources, bias: nil)
    }
    return query
  }

  /// The items as targets.
  public func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    context[\.items]
  }

  /// None.
  public func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable? { nil }
}
