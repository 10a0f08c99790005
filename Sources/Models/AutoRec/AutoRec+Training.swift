public import Gradients
public import Interactions
import Layers
public import Recommenders
public import Tensors

extension AutoRec: TrainableModel {
  /// `encoder.*` and `decoder.*`, each a `weight` and a `bias`.
  public var parameters: [Parameter] { encoder.parameters + score.parameters }

  /// The rows of a log.
  ///
  /// - Precondition: the log has no more columns than the model.
  public func dataset(of log: InteractionLog) -> SparseMatrix<Float> { rows.matrix(of: log) }

  /// The numbers of all rows with entries, shuffled anew each epoch and cut.
  public func batches(
    of data: SparseMatrix<Float>, size: Int, epoch: Int, seed: Seed
  ) -> [[Int]] {
    var generator = seed.child(epoch).generator()
    var rows = (0..<data.rows).filter { data.starts[$0] < data.starts[$0 + 1] }
    generator.shuffle(&rows)
    return stride(from: 0, to: rows.count, by: size).map {
      Array(rows[$0..<min($0 + size, rows.count)])
    }
  }

  /// How far the decoded rows are from what they were encoded from.
  public func loss<S: Scalar>(
    of batch: [Int], in data: SparseMatrix<Float>, on tape: inout Tape<S>
  ) -> Variable {
    let chosen = data.gatheringRows(batch)
    let embeddings = encoder.encode(chosen.converted(to: S.self), on: &tape)
    let context = Context(rowCount: batch.count, itemCount: rows.columns, state: embeddings)
    return objective.loss(of: Targets(rows: chosen), scoredBy: score, in: context, on: &tape)
  }

  /// Zeros the encoder's rows of columns without a training event, and gives those columns the mean decoder
  /// of the others where ``AutoRecRows/decodesUnmetAsMean``.
  public func finish(_ weights: inout Weights<Float>, after data: SparseMatrix<Float>) {
    encoder.silenceColumns(missingIn: data, in: &weights)
    guard Rows.decodesUnmetAsMean else { return }
    let isTrained = data.namesColumn
    for parameter in score.parameters {
      weights.update(parameter) { $0.assignMean(ofColumns: isTrained) }
    }
  }
}

extension Tensor<Float> {
  /// Gives the columns that are not chosen the mean of those that are, row by row; nothing where none is.
  /// O(elements).
  fileprivate mutating func assignMean(ofColumns isChosen: [Bool]) {
    let chosen = isChosen.indices.filter { isChosen[$0] }
    let others = isChosen.indices.filter { !isChosen[$0] }
    guard !chosen.isEmpty, !others.isEmpty else { return }
    let width = isChosen.count
    for start in stride(from: 0, to: count, by: width) {
      let sum = chosen.reduce(0) { $0 + Double(self[start + $1]) }
      for column in others { self[start + column] = Float(sum / Double(chosen.count)) }
    }
  }
}
