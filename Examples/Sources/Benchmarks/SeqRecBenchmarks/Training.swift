import SeqRec

/// AutoSeqRec in training: steps of 64 rows, over and over the same.
package final class Training {
  private let model: AutoSeqRec
  private let data: AutoSeqRec.Dataset
  private let batches: [AutoSeqRec.Batch]
  private var weights: Weights<Float>
  private var optimizer = Optimizer<Float>(.autoSeqRec)
  private let pool = StoragePool()

  /// A training that begins, with one batch of each kind.
  package init(_ size: Size) {
    model = size.model
    data = model.dataset(of: size.log)
    let all = model.batches(of: data, size: 64, epoch: 0, seed: Seed(1))
    batches = AutoSeqRec.Kind.allCases.compactMap { kind in all.first { $0.kind == kind } }
    weights = Weights(model.parameters, seed: Seed(1))
  }

  /// A step on each of the batches; the sum of their losses before.
  @discardableResult package func step() -> Float {
    var total: Float = 0
    for (number, batch) in batches.enumerated() {
      var tape = Tape(weights, seed: Seed(1).child(number), pool: pool)
      let loss = model.loss(of: batch, in: data, on: &tape)
      total += tape[loss].scalar
      optimizer.step(&weights, tape.backward(from: loss))
    }
    return total
  }
}
