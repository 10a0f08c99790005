public import Gradients
public import Tensors

/// The two-hop transition: a state against every item as a target, each dimension weighed by the user's
/// embedding if there is one:
///
///     score[r, i] = (user[r] .* state[r]) . Et[i]
///
/// AutoSeqRec's two-hop score is `(Ec[u] .* Es[j]) . Et[i]`. In SASRec the state takes the place of
/// `Es[j]`: Variant 1 in a composition without a user, Variant 2 with one (section 4.6). With a
/// ``userShare`` below 1 it is a mixture of both:
///
///     score[r, i] = ((1 - share) state[r] + share user[r] .* state[r]) . Et[i]
///
/// Or the user is added, a preference that no item of the sequence has to bring along:
///
///     score[r, i] = (state[r] + share user[r]) . Et[i]
///
/// Shapes: user and state `[rows, k]`, `Et [n, k]`. 2 k operations a candidate.
///
/// Source: AutoSeqRec, where the cards of the field also call it a Hadamard dot.
public struct TwoHopScore: SeparableScore {
  /// The items as targets; nil for those that the model reads.
  public let items: (any ItemEncoder)?
  /// What the items are held against.
  public let factors: Factors

  /// How much of the score weighs its dimensions by the user, or how much of the user is added, where there is one and
  /// a state; 1 in the paper.
  public let userShare: Double

  /// What a query is made of.
  public enum Factors: String, CaseIterable, Hashable, Sendable {
    /// `user .* state`, or the state where there is no user.
    case both
    /// `state + user`, or the state where there is no user.
    case sum
    /// The state, whoever the user is.
    case state
    /// The user, whatever the state is.
    case user
  }

  /// A score against the given items, or against those that the model reads.
  ///
  /// - Parameters:
  ///   - factors: both in the paper; one alone for ablations (table 3).
  ///   - userShare: see ``userShare``.
  /// - Precondition: a share from 0 to 1.
  public init(
    to items: (any ItemEncoder)? = nil, factors: Factors = .both, userShare: Double = 1
  ) {
    precondition((0...1).contains(userShare), "a user's share of \(userShare)")
    self.items = items
    self.factors = factors
    self.userShare = userShare
  }

  /// Those of the items.
  public var parameters: [Parameter] { items?.parameters ?? [] }

  /// What it needs, and the user where there is one.
  public var reads: Context.Parts {
    switch factors {
    case .both, .sum: needs.union(.user)
    case .state, .user: needs
    }
  }

  /// The state or the user, and the model's items where it has none of its own.
  public var needs: Context.Parts {
    let query: Context.Parts = factors == .user ? .user : .state
    return items == nil ? query.union(.items) : query
  }

  /// State, items and, where there are any, users must be of one width.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    try sizes.checkTargets(items, for: "TwoHopScore")
    guard factors != .state else { return }
    if let width = sizes.stateWidth, let found = sizes.userWidth, found != width {
      throw .width(of: "the users of TwoHopScore", expected: width, found: found)
    }
  }

  /// States, weighed or moved.
  public func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    switch factors {
    case .state: return context[\.state]
    case .user: return context[\.user]
    case .both:
      let state = context[\.state]
      guard let user = context.user else { return state }
      let weighed = tape.product(state, user)
      guard userShare < 1 else { return weighed }
      return tape.combination([(state, 1 - userShare), (weighed, userShare)])
    case .sum:
      let state = context[\.state]
      guard let user = context.user else { return state }
      return tape.combination([(state, 1), (user, userShare)])
    }
  }

  /// The items as targets.
  public func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    items?.table(on: &tape) ?? context[\.items]
  }

  /// None.
  public func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable? { nil }
}
