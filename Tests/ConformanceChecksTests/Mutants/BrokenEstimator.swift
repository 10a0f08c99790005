import SeqRec

/// Neighbours, wrong in one way.
struct BrokenEstimator: ItemItemEstimator {
  enum Fault: CaseIterable {
    case countsThreads, isWide
  }

  let fault: Fault
  var halfLife: Double? { nil }

  func parameters(itemCount: Int) -> [Parameter] {
    ItemKNN(neighbours: fault == .isWide ? 4 : 3).parameters(itemCount: itemCount)
  }

  func weights(fitting log: InteractionLog, on workers: Workers) throws -> Weights<Float> {
    let shrink = fault == .countsThreads ? Double(workers.count) : 1
    return try ItemKNN(neighbours: 3, shrink: shrink).weights(fitting: log, on: workers)
  }
}
