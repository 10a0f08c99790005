public import Gradients
public import Tensors

/// The two-hop transition: a state against every item as a target, each dimension weighed by the user's
/// embedding if there is one:
///
///     score[r, i] = (user[r] .* state[r]) . Et[i]
///
/// AutoSeqRec's two-hop score is `(Ec[u] .* Es[j]) . Et[i]`. In SASRec the state takes the place of
/// `Es[j]`: Variant 1 without the user, Variant 2 with it (section 4.6). Shapes: user and state
/// `[rows, k]`, `Et [n, k]`. 2 k operations a candidate.
///
/// Source: AutoSeqRec, where the cards of the field also call it a Hadamard dot.
public struct TwoHopScore<User: UserEncoder>: SeparableScore {
  /// The items as targets; nil for those that the model reads.
  public let items: (any ItemEncoder)?
  /// What weighs the dimensions; nil for the context's own user, if it has one.
  public let user: User?

  /// A score whose state is weighed by an encoder of users.
  public init(to items: any ItemEncoder, personalizedBy user: User) {
    self.items = items
    self.user = user
  }

  /// Those of the items and of the user's encoder.
  public var parameters: [Parameter] { (items?.parameters ?? []) + (user?.parameters ?? []) }

  /// The state; the model's items where it has none of its own; the histories where it encodes users.
  public var reads: Context.Parts {
    var parts: Context.Parts = .state
    if items == nil { parts.insert(.items) }
    if user != nil { parts.insert(.sequences) }
    return parts
  }

  /// State, items and users must be of one width.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    try sizes.checkTargets(items, for: "TwoHopScore")
    if let user, let width = sizes.stateWidth, user.width != width {
      throw .width(of: "the users of TwoHopScore", expected: width, found: user.width)
    }
  }

  /// States, weighed.
  public func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    let state = context[\.state]
    if let user, let sequences = context.sequences {
      let rows = user.rows(of: sequences, on: &tape)
      return tape.product(state, rows)
    }
    return context.user.map { tape.product(state, $0) } ?? state
  }

  /// The items as targets.
  public func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    items?.table(on: &tape) ?? context[\.items]
  }

  /// None.
  public func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable? { nil }
}

extension TwoHopScore where User == Never {
  /// A score weighed by the user that the context has, if it has one, against the given items, or
  /// against those that the model reads.
  public init(to items: (any ItemEncoder)? = nil) {
    self.items = items
    user = nil
  }
}

extension TwoHopScore: InductiveScore where User: InductiveUserEncoder {}
