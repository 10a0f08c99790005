public import Gradients
public import Tensors

/// What was only counted as a score: the row of a context that says it of every item.
///
/// Nothing is learned, and nothing is there that a new event does not change at once. Shapes: `[rows, n]`.
public struct CountedRow: ScoreFunction, Hashable {
  /// The row.
  public let row: CountedPart

  /// A part of a context that has been counted.
  public enum CountedPart: Hashable, Sendable {
    /// ``Context/transitions``
    case transitions
    /// ``Context/trend``
    case trend
  }

  /// A score that is that row.
  public init(_ row: CountedPart) {
    self.row = row
  }

  /// None.
  public var parameters: [Parameter] { [] }

  /// The row.
  public var reads: Context.Parts { row == .transitions ? .transitions : .trend }

  /// The same.
  public var needs: Context.Parts { reads }

  /// It has no size of its own.
  public func check(_ sizes: CompositionSizes) throws(CompositionError) {}

  /// The row, or the candidates in it.
  public func scores<S: Scalar>(
    of candidates: Candidates, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let counted = row == .transitions ? context[\.transitions] : context[\.trend]
    switch candidates {
    case .all: return counted
    case .each(let items): return tape.columns(items, of: counted)
    }
  }
}
