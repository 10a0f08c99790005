public import Interactions
public import Ranking
public import Tensors

/// Two live recommenders as one. Each part's scores of a question are standardised, or only centred (``BlendScaling``),
/// then added:
///
///     standardized: z_m(i) = (s_m(i) - mean_j s_m(j)) / deviation_j s_m(j)
///     centered:     z_m(i) = s_m(i) - mean_j s_m(j)
///     score(i) = w_1 z_1(i) + w_2 z_2(i)
///
/// A blend is a recommender again, and may be a part of another. What one of the parts cannot tell, about somebody
/// whom it does not know say, is the other's alone: equal scores add nothing. An item that only one of them knows gets
/// the other's least.
///
/// An event costs what it costs both, and so does a score; O(n) besides.
///
/// ```swift
/// var live = LiveBlend(
///   sasRec.live(after: log), as: "sasrec", weight: 0.6,
///   autoSeqRec.live(after: log), as: "autoseqrec", weight: 0.4)
/// ```
public struct LiveBlend<First: LiveRecommender & ~Copyable, Second: LiveRecommender & ~Copyable>:
  LiveRecommender, ~Copyable
{
  private var first: First
  private var second: Second
  private let roles: (first: BlendRole, second: BlendRole)
  private let pool = StoragePool()

  /// A blend of two sessions after the same events.
  ///
  /// - Parameters:
  ///   - firstName, secondName: what shares of a score are called; empty for those names that a part gives.
  ///   - firstWeight, secondWeight: at least 0.
  ///   - firstScaling, secondScaling: how a part's scores come in.
  public init(
    _ first: consuming First, as firstName: String, weight firstWeight: Double,
    scores firstScaling: BlendScaling = .standardized,
    _ second: consuming Second, as secondName: String, weight secondWeight: Double,
    scores secondScaling: BlendScaling = .standardized
  ) {
    precondition(
      firstWeight >= 0 && secondWeight >= 0 && (firstWeight + secondWeight).isFinite,
      "weights of \(firstWeight) and \(secondWeight)")
    self.first = first
    self.second = second
    roles = (
      BlendRole(name: firstName, weight: Float(firstWeight), scaling: firstScaling),
      BlendRole(name: secondName, weight: Float(secondWeight), scaling: secondScaling)
    )
  }

  /// The number of items that one of them knows.
  public var itemCount: Int { max(first.itemCount, second.itemCount) }

  /// The weighted sum of the parts' scores, standardised or centred.
  public func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    scores.fill(0)
    add([questions.count, first.itemCount], as: roles.first, to: &scores) {
      first.score(questions, into: &$0)
    }
    add([questions.count, second.itemCount], as: roles.second, to: &scores) {
      second.score(questions, into: &$0)
    }
  }

  /// Both take the event in.
  public mutating func observe(_ event: Interaction) {
    first.observe(event)
    second.observe(event)
  }

  /// Both replay the events, one after the other.
  public mutating func replay(_ events: [Interaction], into scores: inout Tensor<Float>) {
    scores.fill(0)
    var own = Tensor<Float>(uninitialized: [events.count, first.itemCount], in: pool)
    first.replay(events, into: &own)
    add(own, as: roles.first, to: &scores)
    own = Tensor(uninitialized: [events.count, second.itemCount], in: pool)
    second.replay(events, into: &own)
    add(own, as: roles.second, to: &scores)
  }

  /// Whoever one of them can score that has a weight.
  public func canScore(_ user: Int) -> Bool {
    roles.first.weight > 0 && first.canScore(user)
      || roles.second.weight > 0 && second.canScore(user)
  }

  /// The items of a user by their first interaction.
  public func seenItems(of user: Int) -> [Int32] { first.seenItems(of: user) }

  /// What the parts' scaled scores, and the terms of these, have in a score.
  public func shares(of items: [Int], for question: Question) -> [[ScoreShare]] {
    let values = [
      values(of: items, for: question, from: first, as: roles.first),
      values(of: items, for: question, from: second, as: roles.second),
    ]
    let parts = [
      Self.shares(of: items, for: question, from: first),
      Self.shares(of: items, for: question, from: second),
    ]
    return items.indices.map { place in
      let whole = [ScoreShare].shares([
        (roles.first.name, Double(values[0][place])), (roles.second.name, Double(values[1][place])),
      ])
      return zip(whole, parts).flatMap { whole, shares in
        shares[place].map { part in
          ScoreShare(
            term: [whole.term, part.term == "score" ? "" : part.term].filter { !$0.isEmpty }
              .joined(separator: "."),
            share: whole.share * part.share)
        }
      }
    }
  }

  /// That of the first part that attends.
  public func attention(for question: Question) -> Attention? {
    first.attention(for: question) ?? second.attention(for: question)
  }

  /// A part's scaled scores of some items.
  private func values<Part: LiveRecommender & ~Copyable>(
    of items: [Int], for question: Question, from part: borrowing Part, as role: BlendRole
  ) -> [Float] {
    var values = Tensor<Float>(zeros: [1, itemCount])
    add([1, part.itemCount], as: role, to: &values) { part.score([question], into: &$0) }
    return items.map { values[0, $0] }
  }

  /// Items that the part does not know have one share, of the whole.
  private static func shares<Part: LiveRecommender & ~Copyable>(
    of items: [Int], for question: Question, from part: borrowing Part
  ) -> [[ScoreShare]] {
    let known = items.filter { $0 < part.itemCount }
    var shares = part.shares(of: known, for: question).makeIterator()
    return items.map { $0 < part.itemCount ? shares.next() ?? .whole : .whole }
  }

  private func add(
    _ shape: Shape, as role: BlendRole, to scores: inout Tensor<Float>,
    scoring score: (inout Tensor<Float>) -> Void
  ) {
    var own = Tensor<Float>(uninitialized: shape, in: pool)
    score(&own)
    add(own, as: role, to: &scores)
  }

  private func add(
    _ own: Tensor<Float>, as role: BlendRole, to scores: inout Tensor<Float>
  ) {
    for row in 0..<own.rows {
      scores.addCenteredRow(
        row, of: own, toRow: row, times: role.weight, standardized: role.scaling == .standardized)
    }
  }
}

extension LiveBlend: Sendable
where First: Sendable & ~Copyable, Second: Sendable & ~Copyable {}

/// How a part's scores come into a ``LiveBlend``.
public enum BlendScaling: Hashable, Sendable {
  /// Less their mean, divided by their deviation: whatever unit they have, a part has the same say in every question.
  case standardized
  /// Less their mean alone: for logits, which have one unit in all questions. A part that hardly tells items apart for a
  /// user counts for less then. How much logits spread, and so what a weight means, is up to their model.
  case centered
}

/// What a part is in a blend.
private struct BlendRole: Sendable {
  /// What its share of a score is called.
  let name: String
  let weight: Float
  let scaling: BlendScaling
}
