import Foundation
import Gradients
import Tensors

private let logits: [[Shape]] = [
  [[3, 5]], [[1, 1]], [[0, 4]], [[70, 2]], [[40, 33]], [[600, 18]],
]

struct BinaryCrossEntropyEntry: CatalogedOp {
  let positiveWeight: Double

  let file = "BinaryCrossEntropy"
  let cases = logits
  let ulps = 32.0
  var description: String { "\(file) \(positiveWeight)" }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.binaryCrossEntropy(inputs[0], positiveWeight: positiveWeight)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let z = inputs[0]
    var loss = 0.0
    for r in 0..<z.rows {
      loss -= positiveWeight * log(1 / (1 + exp(-z[r, 0])))
      for j in 1..<z.columns { loss -= log(1 - 1 / (1 + exp(-z[r, j]))) }
    }
    return Tensor([loss / Double(max(z.rows, 1))], shape: [])
  }
}

struct PairwiseRankingEntry: CatalogedOp {
  let file = "PairwiseRanking"
  let cases = logits
  let ulps = 32.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.bayesianPersonalizedRanking(inputs[0])
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let z = inputs[0]
    var loss = 0.0
    for r in 0..<z.rows {
      for j in 1..<z.columns { loss -= log(1 / (1 + exp(z[r, j] - z[r, 0]))) }
    }
    return Tensor([loss / Double(max(z.rows * (z.columns - 1), 1))], shape: [])
  }
}

struct SoftmaxCrossEntropyEntry: CatalogedOp {
  let file = "SoftmaxCrossEntropy"
  let cases = logits
  let ulps = 32.0

  private func targets(_ rows: Int, _ n: Int, _ seed: Seed) -> [Int32] {
    indexSample(rows, below: n, seed)
  }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let z = tape[inputs[0]]
    return tape.softmaxCrossEntropy(inputs[0], targets: targets(z.rows, z.columns, seed))
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let z = inputs[0]
    var loss = 0.0
    for (r, target) in targets(z.rows, z.columns, seed).enumerated() {
      loss += log((0..<z.columns).reduce(0) { $0 + exp(z[r, $1]) }) - z[r, Int(target)]
    }
    return Tensor([loss / Double(max(z.rows, 1))], shape: [])
  }
}
