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
    embedding = Embedding(
      path, count: count, width: width,
      initializer: initializer ?? .xavierNormal(inputs: count, outputs: width))
  }

  /// The number of users.
  public var userCount: Int { embedding.weight.shape[0] }

  /// The width of a row.
  public var width: Int { embedding.weight.shape[1] }

  /// The table.
  public var parameters: [Parameter] { [embedding.weight] }

  private func isKnown(_ user: Int32) -> Bool { (0..<Int32(userCount)).contains(user) }

  /// The row of each question's user, 0 for a user beyond the table.
  public func rows<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    let users = SparseMatrix<S>(
      columns: userCount,
      rows: sequences.rowUsers.map { isKnown($0) ? [(Int($0), S(1))] : [] })
    let table = tape.parameter(embedding.weight)
    let none = tape.constant(Tensor(zeros: [width]))
    return tape.sparseLinear(users, weight: table, bias: none)
  }
}
