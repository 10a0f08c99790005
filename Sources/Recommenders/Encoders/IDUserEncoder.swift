public import Gradients
public import Tensors

/// A vector for every user that training knows: `U [users, width]` at `users.weight`.
///
/// Transductive: it says nothing of a newcomer, whose row is 0.
public struct IDUserEncoder: UserEncoder, Hashable {
  private let weight: Parameter

  /// A table that begins normally distributed with the deviation `sqrt(2 / (users + width))`, unless told otherwise.
  ///
  /// - Parameter isFrozen: whether it stays as it begins.
  /// - Precondition: sizes of at least 1.
  public init(
    count: Int, width: Int, path: String = "users", initializer: Initializer? = nil,
    isFrozen: Bool = false
  ) {
    precondition(count >= 1 && width >= 1, "a table of \(count) users of width \(width)")
    weight = Parameter(
      "\(path).weight", shape: [count, width],
      initializer: initializer ?? .xavierNormal(inputs: count, outputs: width), isFrozen: isFrozen)
  }

  /// The number of users.
  public var userCount: Int? { weight.shape[0] }

  /// None: histories are not read.
  public var itemCount: Int? { nil }

  /// The width of a row.
  public var width: Int { weight.shape[1] }

  /// The table.
  public var parameters: [Parameter] { [weight] }

  /// The user's row at each of the sequence's positions, 0 for a user beyond the table.
  public func rows<S: Scalar>(
    of users: [Int32], in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    let known = 0..<Int32(weight.shape[0])
    let selection = SparseMatrix<S>(
      columns: known.count, rows: users.map { known.contains($0) ? [(Int($0), S(1))] : [] })
    let table = tape.parameter(weight)
    let none = tape.constant(Tensor(zeros: [width]))
    let rows = tape.sparseLinear(selection, weight: table, bias: none)
    return tape.rows(sequences.sequenceOfPosition, of: rows)
  }
}
