import SeqRec

/// A composition, wrong in one way.
struct BrokenModel: TrainableModel {
  enum Fault: CaseIterable {
    case climbs, hasAnIdleParameter, drawsOnItsOwn, forgetsTheSeed
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

  func dataset(of log: InteractionLog) -> Whole.Dataset { whole.dataset(of: log) }

  func batches(of data: Whole.Dataset, size: Int, epoch: Int, seed: Seed) -> [Whole.Batch] {
    let own = Seed(UInt64.random(in: 0...UInt64.max))
    return whole.batches(
      of: data, size: size, epoch: epoch, seed: fault == .drawsOnItsOwn ? own : seed)
  }

  func loss<S: Scalar>(
    of batch: Whole.Batch, in data: Whole.Dataset, on tape: inout Tape<S>
  ) -> Variable {
    let loss = whole.loss(of: batch, in: data, on: &tape)
    guard fault == .climbs else { return loss }
    return tape.record(tape[loss], from: [loss]) { bar, adjoints in
      adjoints.add(to: loss) { $0.add(bar, times: -1) }
    }
  }

  func finish(_ weights: inout Weights<Float>, after data: Whole.Dataset) {
    guard fault == .forgetsTheSeed else { return }
    for parameter in parameters { weights.update(parameter) { $0.fill(1) } }
  }
}
