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

/// Some negatives are not there.
private func removing<S: Scalar>(_ z: Variable, on tape: inout Tape<S>) -> Variable {
  let shape = tape[z].shape
  var nothing = Tensor<S>(zeros: shape)
  for row in 0..<shape[0] where shape[1] > 3 && row % 2 == 0 { nothing[row, 2] = -.infinity }
  return tape.sum(z, tape.constant(nothing))
}

private func isThere(_ row: Int, _ column: Int, of z: Tensor<Double>) -> Bool {
  column != 2 || z.columns <= 3 || row % 2 != 0
}

private func sigmoid(_ t: Double) -> Double { 1 / (1 + exp(-t)) }

struct TOP1Entry: CatalogedOp {
  let bySoftmax: Bool

  let file = "TOP1"
  let cases = logits
  let ulps = 256.0
  var description: String { "\(file)\(bySoftmax ? "-max" : "")" }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let z = removing(inputs[0], on: &tape)
    return tape.top1(z, bySoftmax: bySoftmax)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let z = inputs[0]
    var loss = 0.0
    for r in 0..<z.rows {
      let there = (1..<z.columns).filter { isThere(r, $0, of: z) }
      let weights = there.map { bySoftmax ? exp(z[r, $0]) : 1 }
      let total = weights.reduce(0, +)
      for (j, weight) in zip(there, weights) {
        loss +=
          weight / total * (sigmoid(z[r, j] - z[r, 0]) + sigmoid(z[r, j] * z[r, j]))
      }
    }
    return Tensor([loss / Double(max(z.rows, 1))], shape: [])
  }
}

struct BPRMaxEntry: CatalogedOp {
  let regularization: Double

  let file = "BPRMax"
  let cases = logits
  let ulps = 256.0
  var description: String { "\(file) \(regularization)" }

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    let z = removing(inputs[0], on: &tape)
    return tape.bprMax(z, regularization: regularization)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    let z = inputs[0]
    var loss = 0.0
    for r in 0..<z.rows {
      let there = (1..<z.columns).filter { isThere(r, $0, of: z) }
      guard !there.isEmpty else { continue }
      let total = there.reduce(0) { $0 + exp(z[r, $1]) }
      var (likely, square) = (0.0, 0.0)
      for j in there {
        likely += exp(z[r, j]) / total * sigmoid(z[r, 0] - z[r, j])
        square += exp(z[r, j]) / total * z[r, j] * z[r, j]
      }
      loss += regularization * square - log(likely)
    }
    return Tensor([loss / Double(max(z.rows, 1))], shape: [])
  }
}

struct ELUEntry: CatalogedOp {
  let file = "ELU"
  let cases: [[Shape]] = [[[3, 5]], [[1, 1]], [[0, 4]], [[70, 33]], [[300, 130]], [[7]]]
  let ulps = 8.0

  func apply<S: Scalar>(to inputs: [Variable], seed: Seed, on tape: inout Tape<S>) -> Variable {
    tape.elu(inputs[0], alpha: 0.5)
  }

  func reference(of inputs: [Tensor<Double>], seed: Seed) -> Tensor<Double> {
    inputs[0].map { $0 < 0 ? 0.5 * (exp($0) - 1) : $0 }
  }
}
