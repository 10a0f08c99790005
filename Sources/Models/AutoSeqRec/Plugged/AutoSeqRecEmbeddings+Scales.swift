public import Interactions
import Recommenders
import Tensors

extension AutoSeqRecEmbeddings {
  /// The same embeddings in the scales that a model's own tables begin with, whatever scale the data gave them: with
  /// `b = sqrt(2 / (n + 1 + k))` and `rms` the root of a mean square,
  ///
  ///     Es inputScale b / rms(Es of items with events)
  ///     Et b / rms(Et)
  ///     Ec / rms(Ec of users with events)
  ///
  /// What multiplies a state, `Ec`, is about 1 that way. What is 0 everywhere stays it.
  ///
  /// - Parameters:
  ///   - log: what the model trains on.
  ///   - inputScale: what the model would multiply its own items with, `sqrt(k)` in SASRec; 1 where it multiplies
  ///     these too.
  public func inScaleOfLearnedItems(
    after log: InteractionLog, inputScale: Double
  ) -> AutoSeqRecEmbeddings {
    let beginning = (2 / Double(source.itemCount + 1 + source.width)).squareRoot()
    let users = UserHistories(after: log)
    let met = Set(log.events.map(\.item))
    let rows = collaborative.rows(of: users)
    func factor(_ wanted: Double, over mean: Double) -> Double { mean > 0 ? wanted / mean : 1 }
    return scaled(
      source: factor(
        inputScale * beginning,
        over: source.values.rootMeanSquare(met.contains)),
      target: factor(beginning, over: target.values.rootMeanSquare { _ in true }),
      collaborative: factor(1, over: rows.rootMeanSquare { !users.items(of: $0).isEmpty }))
  }
}

extension Tensor<Float> {
  /// The root of the mean square of some rows' elements; 0 where none is counted.
  fileprivate func rootMeanSquare(_ isCounted: (Int) -> Bool) -> Double {
    let values = elements
    let counted = (0..<rows).filter(isCounted)
    let sum = counted.reduce(0.0) { sum, row in
      values[row * columns..<(row + 1) * columns].reduce(sum) { $0 + Double($1) * Double($1) }
    }
    return (sum / Double(max(counted.count * columns, 1))).squareRoot()
  }
}
