public import Gradients
public import Layers
public import Tensors

/// The encoder of rows that AutoSeqRec and AutoRec share: `f(X) = g(X We + be)`, with a rectifier for `g`
/// unless told otherwise.
///
/// In AutoSeqRec one table encodes rows of R (what a user has: Ec), of T (what follows an item: Es) and of T
/// transposed (what precedes it: Et). A row is a sum of rows of `We`, so one more count of item `i`
/// adds `We[i]` to a pre-activation.
///
/// Shapes: `X [rows, n]` sparse, `We [n, k]` at `encoder.weight`, `be [k]` at `encoder.bias`.
public struct MultiInformationEncoder: Hashable, Sendable {
  /// `We` and `be`.
  public let layer: Linear
  /// `g`
  public let activation: Activation
  /// The probability that an entry of a row is dropped in training.
  public let inputDropout: Double
  /// The probability that a hidden unit is dropped in training.
  public let dropout: Double

  /// An encoder of rows with so many columns, which are items unless rows are an item's users.
  public init(
    columns: Int, width: Int, activation: Activation = .relu, inputDropout: Double = 0,
    dropout: Double = 0, path: String = "encoder"
  ) {
    layer = Linear(path, inputs: columns, outputs: width)
    self.activation = activation
    self.inputDropout = inputDropout
    self.dropout = dropout
  }

  /// `We` and `be`.
  public var parameters: [Parameter] { layer.parameters }

  /// `dropped(g(dropped(X) We + be))` on a tape. O(entries k).
  public func encode<S: Scalar>(_ rows: SparseMatrix<S>, on tape: inout Tape<S>) -> Variable {
    let weight = tape.parameter(layer.weight)
    let bias = tape.parameter(layer.bias)
    let sum = tape.sparseLinear(rows, weight: weight, bias: bias, dropout: inputDropout)
    let hidden = tape.activate(sum, activation)
    return tape.dropout(hidden, rate: dropout)
  }

  /// Zeros the rows of `We` that no row of the training data names: they are still as they began, and would
  /// add noise where somebody meets such an item later. O(n k).
  func silenceColumns(missingIn data: SparseMatrix<Float>, in weights: inout Weights<Float>) {
    let isNamed = data.namesColumn
    weights.update(layer.weight) { table in
      for column in isNamed.indices where !isNamed[column] { table.fillRow(column, 0) }
    }
  }

  /// `X We + be`, what a live session keeps; the embedding is `g` of it. O(entries k).
  public func preActivations<S: Scalar>(
    of rows: SparseMatrix<S>, with weights: Weights<S>, on workers: Workers = .one
  ) -> Tensor<S> {
    let table = weights[layer.weight]
    var sum = Tensor<S>(uninitialized: [rows.rows, table.columns])
    sum.multiply(rows, table, addingBias: weights[layer.bias], on: workers)
    return sum
  }
}

extension SparseMatrix {
  /// Of each column, whether a row has an entry there.
  var namesColumn: [Bool] {
    var names = [Bool](repeating: false, count: columns)
    for column in indices { names[Int(column)] = true }
    return names
  }
}
