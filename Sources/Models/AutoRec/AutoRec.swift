import Gradients
import Layers
public import Recommenders
public import Tensors

/// AutoRec: an autoencoder with one hidden layer of what a user has, or of who has an item.
///
///     h(x) = f(g(x V + mu) W + b)
///
/// with `x` a row of R for ``AutoRecRows/users(itemCount:)``, U-AutoRec, or a column for
/// ``AutoRecRows/items(userCount:)``, I-AutoRec. A user's scores are `h(R[u])` there; here the score of item `i` is
/// `h(transpose(R)[i])[u]`. The former answers whoever has a history, the latter only users that it was
/// trained on.
///
/// ```swift
/// let model = AutoRec(.users(itemCount: log.itemCount), width: 64)
/// let trained = try Trainer(.adam(rate: 1e-3), epochs: 50, batchSize: 256).fit(model, on: split.train)
/// let list = trained.recommend(10, afterHistory: [3, 1, 4])
/// ```
///
/// R is binary: there are no ratings in a log, so the whole row is the target, and part of the input is
/// dropped, or the identity would do. The paper's penalty is the optimizer's decay. Shapes, with D the length of a row:
/// `V [D, k]` and `mu [k]` at `encoder.*`, `W [k, D]` and `b [D]` at `decoder.*`.
///
/// Source: Sedhain et al., "AutoRec: Autoencoders Meet Collaborative Filtering" (WWW 2015).
public struct AutoRec<Rows: AutoRecRows, Loss: Objective>: Sendable {
  /// What is read and written.
  public let rows: Rows
  /// `g(x V + mu)`
  public let encoder: MultiInformationEncoder
  /// `f(e W + b)`
  public let score: DecodedRow
  /// What is minimised.
  public let objective: Loss

  fileprivate init(
    reading rows: Rows, width: Int, hidden: Activation, output: Activation, inputDropout: Double,
    objective: Loss
  ) {
    precondition(
      (0..<1).contains(inputDropout), "dropout of \(inputDropout) is not in 0 ..< 1")
    self.rows = rows
    self.objective = objective
    encoder = MultiInformationEncoder(
      columns: rows.columns, width: width, activation: hidden, inputDropout: inputDropout)
    score = DecodedRow(Linear("decoder", inputs: width, outputs: rows.columns), output, of: .state)
  }

  /// The width k of the hidden layer.
  public var width: Int { encoder.layer.bias.shape[0] }
}

extension AutoRec where Rows == UserRows {
  /// U-AutoRec, with the multinomial likelihood of a user's items unless told otherwise.
  ///
  /// - Parameters:
  ///   - width: the number k of hidden units.
  ///   - hidden: `g`
  ///   - output: `f`
  ///   - inputDropout: the probability that an entry of a row is dropped in training.
  ///   - objective: what is minimised, against whole rows.
  /// - Precondition: a width of at least 1, dropout in `0 ..< 1`.
  public init(
    _ rows: Rows, width: Int = 64, hidden: Activation = .sigmoid, output: Activation = .identity,
    inputDropout: Double = 0.5, objective: Loss = RowCrossEntropy()
  ) {
    self.init(
      reading: rows, width: width, hidden: hidden, output: output, inputDropout: inputDropout,
      objective: objective)
  }
}

extension AutoRec where Rows == ItemRows {
  /// I-AutoRec, with the squared error of an item's whole column unless told otherwise.
  ///
  /// A softmax over the users of an item says nothing of which of two items a user prefers: each item's
  /// logits may be shifted at no cost.
  ///
  /// - Parameters:
  ///   - width: the number k of hidden units.
  ///   - hidden: `g`
  ///   - output: `f`
  ///   - inputDropout: the probability that an entry of a column is dropped in training.
  ///   - objective: what is minimised, against whole columns.
  /// - Precondition: a width of at least 1, dropout in `0 ..< 1`.
  public init(
    _ rows: Rows, width: Int = 64, hidden: Activation = .sigmoid, output: Activation = .identity,
    inputDropout: Double = 0.5, objective: Loss = RowReconstruction()
  ) {
    self.init(
      reading: rows, width: width, hidden: hidden, output: output, inputDropout: inputDropout,
      objective: objective)
  }
}
