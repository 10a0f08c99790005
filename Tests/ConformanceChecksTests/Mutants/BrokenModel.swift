import SeqRec
import Synchronization

/// A composition, wrong in one way.
struct BrokenModel: TrainableModel {
  enum Fault: CaseIterable {
    case climbs, hasAnIdleParameter, drawsOnItsOwn, forgetsTheSeed, countsEpochsItself
  }

  typealias Whole = SequentialRecommender<
    LearnedItems, LastItem, DotScore, Never, BinaryCrossEntropy
  >

  let fault: Fault
  let whole: Whole

  init(_ fault: Fault, itemCount: Int) throws {
    self.fault = fault
    whole = try Whole(
      items: LearnedItems(count: itemCount, width: 4), sequence: LastItem(width: 4),
      score: DotScore(), objective: BinaryCrossEntropy())
  }

  var parameters: [Parameter] {
    let idle = Parameter("idle", shape: [2], initializer: .zeros)
    return whole.parameters + (fault == .hasAnIdleParameter ? [idle] : [])
  }

  /// What a training reads, and how often it has asked for batches.
  struct Dataset: Sendable {
    let whole: Whole.Dataset
    let epochs = Epochs()
  }

  final class Epochs: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
  }

  func dataset(of log: InteractionLog) -> Dataset { Dataset(whole: whole.dataset(of: log)) }

  func batches(of data: Dataset, size: Int, epoch: Int, seed: Seed) -> [Whole.Batch] {
    let own = Seed(UInt64.random(in: 0...UInt64.max))
    let counted = data.epochs.next()
    return whole.batches(
      of: data.whole, size: size, epoch: fault == .countsEpochsItself ? counted : epoch,
      seed: fault == .drawsOnItsOwn ? own : seed)
  }

  func loss<S: Scalar>(
    of batch: Whole.Batch, in data: Dataset, on tape: inout Tape<S>
  ) -> Variable {
    let loss = whole.loss(of: batch, in: data.whole, on: &tape)
    guard fault == .climbs else { return loss }
    return tape.record(tape[loss], from: [loss]) { bar, adjoints in
      adjoints.add(to: loss) { $0.add(bar, times: -1) }
    }
  }

  func finish(_ weights: inout Weights<Float>, after data: Dataset) {
    guard fault == .forgetsTheSeed else { return }
    for parameter in parameters { weights.update(parameter) { $0.fill(1) } }
  }
}
