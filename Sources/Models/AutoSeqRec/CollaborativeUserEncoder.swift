public import Gradients
public import Recommenders
public import Tensors

/// AutoSeqRec's collaborative embedding as an encoder of histories, with the numbers of a trained
/// encoder:
///
///     Ec(u, t) = relu(be + sum of We[i] over the distinct items i of u up to position t)
///
/// It sums from the beginning of a history, not of the part that a sequence model reads. Every position
/// sees what came before it and itself only: a static `f(R[u])` would tell a model in training which
/// candidates the user has. Nothing is differentiated by it. O(k) an item.
///
/// Source: AutoSeqRec, section 4.6.
public struct CollaborativeUserEncoder: InductiveUserEncoder, Equatable {
  /// `We [n, k]`
  public let itemTable: Tensor<Float>
  /// `be [k]`
  public let bias: Tensor<Float>
  /// What the embedding is multiplied with.
  public let scale: Float

  /// An encoder with those numbers.
  ///
  /// - Precondition: a bias as wide as the table.
  public init(itemTable: Tensor<Float>, bias: Tensor<Float>, scale: Float = 1) {
    precondition(
      itemTable.columns == bias.count, "a table of \(itemTable.shape), a bias of \(bias.shape)")
    self.itemTable = itemTable
    self.bias = bias
    self.scale = scale
  }

  /// The width k.
  public var width: Int { bias.count }

  /// None: the numbers are fixed.
  public var parameters: [Parameter] { [] }

  /// The same encoder with embeddings times `factor`.
  public func scaled(by factor: Float) -> CollaborativeUserEncoder {
    CollaborativeUserEncoder(itemTable: itemTable, bias: bias, scale: scale * factor)
  }

  /// The number of items n.
  public var itemCount: Int? { itemTable.rows }

  /// `Ec` at every position.
  public func rows<S: Scalar>(in sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    var sums = Tensor<Float>(zeros: [sequences.positionCount, width])
    for sequence in 0..<sequences.count {
      var sum = bias.reshaped(to: [1, width])
      var seen: Set<Int32> = []
      func add(_ item: Int32) {
        guard item < itemTable.rows, seen.insert(item).inserted else { return }
        sum.addRow(Int(item), of: itemTable, toRow: 0)
      }
      for item in sequences.earlierItems[sequence] { add(item) }
      for position in sequences.positions(of: sequence) {
        add(sequences.items[position])
        sums.assignRow(0, of: sum, toRow: position)
      }
    }
    var rows = Tensor<Float>(zeros: sums.shape)
    rows.assignRelu(of: sums)
    if scale != 1 { sums.assign(rows, times: scale); rows = sums }
    return tape.constant(rows.converted(to: S.self))
  }
}
