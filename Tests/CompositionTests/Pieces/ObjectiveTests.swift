import Foundation
import SeqRec
import Testing

/// Losses by their definitions, of a score that is a state's dot product with a table.
@Suite struct ObjectiveTests {
  private let states = matrix(3, 4, 1).converted(to: Double.self)
  private let table = FixedItems(matrix(6, 4, 2))
  private let targets: [Int32] = [5, 0, 2]
  private let negatives: [Int32] = [1, 1, 3, 4, 0, 5]

  private var scores: [[Double]] {
    states.byRow.map { state in table.values.byRow.map { dot(state, $0) } }
  }

  private func loss(
    _ objective: some Objective, _ score: some ScoreFunction, _ targets: Targets,
    _ weights: Weights<Double>? = nil
  ) -> Double {
    value(weights ?? Weights(score.parameters, seed: Seed(1))) { tape in
      let context = Context(rowCount: 3, itemCount: 6, state: tape.constant(states))
      return objective.loss(of: targets, scoredBy: score, in: context, on: &tape)
    }.scalar
  }

  /// The score of each question's target and those of its two negatives.
  private var answers: [(target: Double, negatives: [Double])] {
    (0..<3).map { row in
      (
        scores[row][Int(targets[row])],
        negatives[2 * row..<2 * row + 2].map { scores[row][Int($0)] }
      )
    }
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Of a separable score, and of one that is not.
  private var forms: [any ScoreFunction] {
    let dot = DotScore(to: table)
    return [dot, WeightedSum([.init("dot", weight: 1, dot)])]
  }

  @Test func binaryCrossEntropy() {
    let expected = answers.reduce(0) { sum, row in
      sum - log(sigmoid(row.target))
        - row.negatives.reduce(0) { $0 + log(1 - sigmoid($1)) }
    }
    for score in forms {
      let found = loss(
        BinaryCrossEntropy(negatives: 2), score, Targets(targets, negatives: negatives))
      #expect(abs(found - expected / 3) < 1e-12)
    }
  }

  /// Six items, of which two are drawn: alpha = 2 / 5.
  @Test(arguments: [0, 0.75, 1]) func generalizedBinaryCrossEntropy(_ calibration: Double) {
    let beta = 1 - calibration * (1 - 2.0 / 5)
    let expected = answers.reduce(0) { sum, row in
      sum - log(pow(sigmoid(row.target), beta))
        - row.negatives.reduce(0) { $0 + log(1 - sigmoid($1)) }
    }
    let objective = GeneralizedBinaryCrossEntropy(negatives: 2, calibration: calibration)
    #expect(abs(objective.positiveWeight(itemCount: 6) - beta) < 1e-15)
    for score in forms {
      let found = loss(objective, score, Targets(targets, negatives: negatives))
      #expect(abs(found - expected / 9) < 1e-12)
    }
    // More negatives than there are items.
    #expect(
      GeneralizedBinaryCrossEntropy(negatives: 9, calibration: 1).positiveWeight(itemCount: 6) == 1)
  }

  @Test func withoutCalibrationItIsBinaryCrossEntropy() {
    let targets = Targets(targets, negatives: negatives)
    let general = loss(
      GeneralizedBinaryCrossEntropy(negatives: 2, calibration: 0), DotScore(to: table), targets)
    let plain = loss(BinaryCrossEntropy(negatives: 2), DotScore(to: table), targets)
    #expect(abs(3 * general - plain) < 1e-14)
  }

  @Test func bayesianPersonalizedRanking() {
    let expected = answers.reduce(0) { sum, row in
      sum - row.negatives.reduce(0) { $0 + log(sigmoid(row.target - $1)) }
    }
    for score in forms {
      let found = loss(
        BayesianPersonalizedRanking(negatives: 2), score, Targets(targets, negatives: negatives))
      #expect(abs(found - expected / 6) < 1e-12)
    }
  }

  @Test func softmaxCrossEntropy() {
    let expected = (0..<3).reduce(0) { sum, row in
      sum + log(scores[row].reduce(0) { $0 + exp($1) }) - scores[row][Int(targets[row])]
    }
    for score in forms {
      let found = loss(SoftmaxCrossEntropy(), score, Targets(targets))
      #expect(abs(found - expected / 3) < 1e-12)
    }
  }

  @Test func rowCrossEntropy() {
    let rows = SparseMatrix<Float>(columns: 6, rows: [[(1, 2), (5, 1)], [], [(0, 3)]])
    let dense = rows.dense().byRow
    let expected = (0..<3).reduce(0) { sum, row in
      let partition = scores[row].reduce(0) { $0 + exp($1) }
      return sum
        - (0..<6).reduce(0) { $0 + dense[row][$1] * log(exp(scores[row][$1]) / partition) }
    }
    for score in forms {
      let found = loss(RowCrossEntropy(), score, Targets(rows: rows))
      #expect(abs(found - expected / 3) < 1e-12)
    }
  }

  @Test func rowReconstruction() {
    let rows = SparseMatrix<Float>(columns: 6, rows: [[(1, 2), (5, 1)], [], [(0, 3)]])
    let dense = rows.dense().byRow
    func expected(_ activation: (Double) -> Double, plus bias: [Double]) -> Double {
      var sum = 0.0
      for row in 0..<3 {
        for item in 0..<6 {
          let error = activation(scores[row][item] + bias[item]) - dense[row][item]
          sum += error * error
        }
      }
      return sum / 18
    }
    let none = [Double](repeating: 0, count: 6)
    for score in forms {
      let found = loss(RowReconstruction(), score, Targets(rows: rows))
      #expect(abs(found - expected({ $0 }, plus: none)) < 1e-12)
    }
    // A decoder has the transposed table, and takes another way.
    let decoder = Linear("decoder", inputs: 4, outputs: 6)
    var transposed = Tensor<Double>(zeros: [4, 6])
    for item in 0..<6 { for k in 0..<4 { transposed[k, item] = Double(table.values[item, k]) } }
    let bias = matrix(1, 6, 3).reshaped(to: [6])
    let weights = Weights<Double>([
      ("decoder.weight", transposed), ("decoder.bias", bias.converted()),
    ])
    for (activation, function) in [
      (Activation.identity, { $0 }), (.relu, { max($0, 0) }), (.sigmoid, { sigmoid($0) }),
    ] as [(Activation, (Double) -> Double)] {
      let found = loss(
        RowReconstruction(), DecodedRow(decoder, activation, of: .state), Targets(rows: rows),
        weights)
      #expect(abs(found - expected(function, plus: bias.doubles)) < 1e-12)
    }
  }

  @Test func whatIsDrawnAgainstATarget() {
    #expect(BinaryCrossEntropy().negatives == .perQuestion(1))
    #expect(BayesianPersonalizedRanking(negatives: 7).negatives == .perQuestion(7))
    #expect(SoftmaxCrossEntropy().negatives == .none && RowCrossEntropy().negatives == .none)
    #expect(RowReconstruction().negatives == .none)
    #expect(SampledSoftmaxCrossEntropy().negatives == .perSequence(3000))
  }
}
