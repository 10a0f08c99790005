public import Gradients
public import Layers
public import Tensors

/// AutoSeqRec's shared encoder: `f(X) = relu(X We + be)`.
///
/// One table encodes rows of R (what a user has: Ec), of T (what follows an item: Es) and of T
/// transposed (what precedes it: Et). A row is a sum of rows of `We`, so one more count of item `i`
/// adds `We[i]` to a pre-activation.
///
/// Shapes: `X [rows, n]` sparse, `We [n, k]` at `encoder.weight`, `be [k]` at `encoder.bias`.
public struct MultiInformationEncoder: Hashable, Sendable {
  /// `We` and `be`.
  public let layer: Linear
  /// The probability that a hidden unit is dropped in training.
  public let dropout: Double

  /// An encoder of rows with `itemCount` columns.
  public init(itemCount: Int, width: Int, dropout: Double = 0, path: String = "encoder") {
    layer = Linear(path, inputs: itemCount, outputs: width)
    self.dropout = dropout
  }

  /// `We` and `be`.
  public var parameters: [Parameter] { layer.parameters }

  /// `relu(dropped(X We + be))` on a tape. O(entries k).
  public func encode<S: Scalar>(_ rows: SparseMatrix<S>, on tape: inout Tape<S>) -> Variable {
    let weight = tape.parameter(layer.weight)
    let bias = tape.parameter(layer.bias)
    let sum = tape.sparseLinear(rows, weight: weight, bias: bias)
    let kept = tape.dropout(sum, rate: dropout)
    return tape.relu(kept)
  }

  /// `X We + be`, what a live session keeps; the embedding is its positive part. O(entries k).
  public func preActivations<S: Scalar>(
    of rows: SparseMatrix<S>, with weights: Weights<S>, on workers: Workers = .one
  ) -> Tensor<S> {
    let table = weights[layer.weight]
    var sum = Tensor<S>(uninitialized: [rows.rows, table.columns])
    sum.multiply(rows, table, addingBias: weights[layer.bias], on: workers)
    return sum
  }
}
