public import Gradients
public import Tensors

/// A state's dot product with each item, as SASRec and GRU4Rec score:
/// `score[r, i] = state[r] . M[i] + b[i]`.
///
/// Without a table of its own it is tied: `M` is the table that the model reads its items from, and its
/// gradient is the sum of both uses.
public struct DotScore: SeparableScore {
  /// The items as targets; nil for those that the model reads.
  public let items: (any ItemEncoder)?
  private let itemBias: Parameter?

  /// A score against a table of items, or against the model's own.
  public init(to items: (any ItemEncoder)? = nil) {
    self.items = items
    itemBias = nil
  }

  /// A score with a bias for each of so many items, at `score.bias`, which begins at 0.
  ///
  /// - Precondition: at least one item.
  public init(
    to items: (any ItemEncoder)? = nil, biasOf itemCount: Int, path: String = "score.bias"
  ) {
    precondition(itemCount > 0, "a bias for \(itemCount) items")
    self.items = items
    itemBias = Parameter(path, shape: [itemCount], initializer: .zeros)
  }

  /// The table's, if it has its own, and the bias.
  public var parameters: [Parameter] { (items?.parameters ?? []) + (itemBias.map { [$0] } ?? []) }

  /// The state, and the model's items where it has none of its own.
  public var reads: Context.Parts { items == nil ? [.state, .items] : .state }

  /// The same.
  public var needs: Context.Parts { reads }

  /// State and items must be of one width, and every item must have a bias if one has.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {
    try sizes.checkTargets(items, for: "DotScore")
    if let itemBias, itemBias.shape[0] != sizes.itemCount {
      throw .itemCount(piece: itemBias.path, expected: sizes.itemCount, found: itemBias.shape[0])
    }
  }

  /// The states.
  public func query<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    context[\.state]
  }

  /// The items.
  public func targets<S: Scalar>(in context: Context, on tape: inout Tape<S>) -> Variable {
    items?.table(on: &tape) ?? context[\.items]
  }

  /// The bias.
  public func bias<S: Scalar>(on tape: inout Tape<S>) -> Variable? {
    guard let itemBias else { return nil }
    return tape.parameter(itemBias)
  }
}
