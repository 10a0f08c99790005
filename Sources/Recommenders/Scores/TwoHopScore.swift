public import Gradients
public import Tensors

/// The two-hop transition: a state against every item as a target, each dimension weighed by the user's
/// embedding if there is one:
///
///     score[r, i] = (user[r] .* state[r]) . Et[i]
///
/// AutoSeqRec's two-hop score is `(Ec[u] .* Es[j]) . Et[i]`. In SASRec the state takes the place of
/// `Es[j]`: Variant 1 in a composition without a user, Variant 2 with one (section 4.6). Shapes: user and
/// state `[rows, k]`, `Et [n, k]`. 2 k operations a candidate.
///
/// Source: AutoSeqRec, where the cards of the field also call it a Hadamard dot.
public struct TwoHopScore: SeparableScore {
  /// The items as targets; nil for those that the model reads.
  public let items: (any ItemEncoder)?

  /// A score against the given items, or against those that the model reads.
  public init(to items: (any ItemEncoder)? = nil) {
    self.items = items
  }

  /// Those of the items.
  public var parameters: [Parameter] { items?.parameters ?? [] }

  /// What it needs, and the user.
  public var reads: Context.Parts { needs.union(.user) }

  /// The state, and the model's items where it has none of its own.
  public var needs: Context.Parts { items == nil ? [.state, .items] : .state }

  /// State, items and, where there are any, users must be of one width.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    try sizes.checkTargets(items, for: "TwoHopScore")
    if let width = sizes.stateWidth, let found = sizes.userWidth, found != width {
      throw .width(of: "the users of TwoHopScore", expected: width, found: found)
    }
  }

  /// States, weighed.
  public func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    let state = context[\.state]
    return context.user.map { tape.product(state, $0) } ?? state
  }

  /// The items as targets.
  public func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    items?.table(on: &tape) ?? context[\.items]
  }

  /// None.
  public func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable? { nil }
}
