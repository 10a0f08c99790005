public import Interactions
public import Ranking
public import Tensors

/// A ``LiveBlend`` with several pairs of weights, to choose among: both parts score a question once, and variant `v` adds
/// up what the `v`-th weights say.
///
/// A blend of blends has variants too: its parts are variants, as many as its own or one that serves all, such as an
/// ``OnlyVariant``.
///
/// ```swift
/// let shares = [0.25, 0.5, 0.75]
/// let variants = BlendVariants(
///   OnlyVariant(sasRec.live(after: log)), weights: shares, scores: .centered,
///   OnlyVariant(ease.live(after: log)), weights: shares.map { 1 - $0 })
/// let metrics = try evaluation.validationMetrics(of: variants, among: .full)
/// ```
///
/// O(n) a variant and question, beside what the parts take.
public struct BlendVariants<
  First: VariantScorer & ~Copyable, Second: VariantScorer & ~Copyable
>: VariantScorer, ~Copyable {
  private var first: First
  private var second: Second
  private let firstRole, secondRole: Role
  private let pool = StoragePool()

  /// What a part is in the blends.
  private struct Role {
    let weights: [Float]
    let scaling: BlendScaling
  }

  /// Blends of two parts that have seen the same events.
  ///
  /// - Parameters:
  ///   - firstWeights, secondWeights: those of each variant, at least 0.
  ///   - firstScaling, secondScaling: how a part's scores come in.
  /// - Precondition: as many weights of one as of the other, and of each part one variant or so many.
  public init(
    _ first: consuming First, weights firstWeights: [Double],
    scores firstScaling: BlendScaling = .standardized,
    _ second: consuming Second, weights secondWeights: [Double],
    scores secondScaling: BlendScaling = .standardized
  ) {
    let count = firstWeights.count
    precondition(
      secondWeights.count == count, "\(count) weights of one part and \(secondWeights.count)")
    precondition(
      [1, count].contains(first.variantCount) && [1, count].contains(second.variantCount),
      "\(first.variantCount) and \(second.variantCount) variants for \(count) blends")
    precondition(
      zip(firstWeights, secondWeights).allSatisfy { $0 >= 0 && $1 >= 0 && ($0 + $1).isFinite },
      "weights of \(firstWeights) and \(secondWeights)")
    self.first = first
    self.second = second
    firstRole = Role(weights: firstWeights.map { Float($0) }, scaling: firstScaling)
    secondRole = Role(weights: secondWeights.map { Float($0) }, scaling: secondScaling)
  }

  /// The number of items that one of them knows.
  public var itemCount: Int { max(first.itemCount, second.itemCount) }

  /// The number of pairs of weights.
  public var variantCount: Int { firstRole.weights.count }

  /// The rows have the bits of blends with these weights.
  public func score(_ question: Question, into scores: inout Tensor<Float>) {
    scores.fill(0)
    add(first, as: firstRole, question, to: &scores)
    add(second, as: secondRole, question, to: &scores)
  }

  /// Both parts take the event in.
  public mutating func observe(_ event: Interaction) {
    first.observe(event)
    second.observe(event)
  }

  private func add<Part: VariantScorer & ~Copyable>(
    _ part: borrowing Part, as role: Role, _ question: Question, to scores: inout Tensor<Float>
  ) {
    var own = Tensor<Float>(uninitialized: [part.variantCount, part.itemCount], in: pool)
    part.score(question, into: &own)
    for (row, weight) in role.weights.enumerated() {
      scores.addCenteredRow(
        own.rows == 1 ? 0 : row, of: own, toRow: row, times: weight,
        standardized: role.scaling == .standardized)
    }
  }
}

extension BlendVariants: Sendable
where First: Sendable & ~Copyable, Second: Sendable & ~Copyable {}

/// A scorer as the only variant of itself.
public struct OnlyVariant<Base: Scorer & ~Copyable>: VariantScorer, ~Copyable {
  private var base: Base

  /// The variant of a scorer.
  public init(_ base: consuming Base) {
    self.base = base
  }

  /// That of the scorer.
  public var itemCount: Int { base.itemCount }

  /// 1
  public var variantCount: Int { 1 }

  /// The scorer's scores.
  public func score(_ question: Question, into scores: inout Tensor<Float>) {
    base.score([question], into: &scores)
  }

  /// The scorer takes the event in.
  public mutating func observe(_ event: Interaction) { base.observe(event) }
}

extension OnlyVariant: Sendable where Base: Sendable & ~Copyable {}
