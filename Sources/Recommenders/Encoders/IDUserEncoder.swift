public import Gradients
import Layers
public import Tensors

/// A vector for every user that training knows: `U [users, width]` at `users.weight`.
///
/// Transductive: it says nothing of a newcomer, whose row is 0.
public struct IDUserEncoder: UserEncoder, Hashable {
  private let embedding: Embedding

  /// A table that begins normally distributed with the deviation `sqrt(2 / (users + width))`.
  ///
  /// - Precondition: sizes of at least 1.
  public init(count: Int, width: Int, path: String = "users", initializer: Initializer? = nil) {
    precondition(count >= 1, "a table of \(count) users")
    embedding = Embedding(
      path, count: count, width: width,
      initializer: initializer ?? .xavierNormal(inputs: count, outputs: width))
  }

  /// The number of users.
  public var userCount: Int? { embedding.weight.shape[0] }

  /// None: histories are not read.
  public var itemCount: Int? { nil }

  /// The width of a row.
  public var width: Int { embedding.weight.shape[1] }

  /// The table.
  public var parameters: [Parameter] { [embedding.weight] }

  /// The user's row at each of the sequence's positions, 0 for a user beyond the table.
  public func rows<S: Scalar>(
    of users: [Int32], in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    let known = 0..<Int32(embedding.weight.shape[0])
    let selection = SparseMatrix<S>(
      columns: known.count, rows: users.map { known.contains($0) ? [(Int($0), S(1))] : [] })
    let table = tape.parameter(embedding.weight)
    let none = tape.constant(Tensor(zeros: [width]))
    let rows = tape.sparseLinear(selection, weight: table, bias: none)
    return tape.rows(sequences.sequenceOfPosition, of: rows)
  }
}
