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

  /// Two groups, one smaller, with a target among what is drawn against it; and one of everybody, weighed by likelihoods.
  private var shared: [Targets] {
    [
      Targets(
        targets,
        shared: [
          SharedNegatives(questions: 0..<2, items: [1, 0, 3]),
          SharedNegatives(questions: 2..<3, items: [4, 5]),
        ]),
      Targets(
        targets,
        shared: [
          SharedNegatives(
            questions: 0..<3, items: targets + [4, 4],
            logLikelihoods: [0.5, 0, 0.25, 0.75, 0.75])
        ], logLikelihoods: [0.5, 0, 0.25]),
    ]
  }

  /// The score of each target and of the negatives that differ from it, with logarithms of likelihoods.
  private func sharedAnswers(
    _ targets: Targets
  ) -> [(target: Double, log: Double, negatives: [(score: Double, log: Double)])] {
    targets.items.enumerated().map { row, target in
      let group = targets.shared.first { $0.questions.contains(row) }
      let negatives = group?.items.enumerated().filter { $1 != target }.map { place, item in
        (scores[row][Int(item)], group?.logLikelihoods.dropFirst(place).first ?? 0)
      }
      return (
        scores[row][Int(target)], targets.logLikelihoods.dropFirst(row).first ?? 0, negatives ?? []
      )
    }
  }

  private func elu(_ x: Double) -> Double { x < 0 ? 0.5 * (exp(x) - 1) : x }

  private let drawing = NegativeSampling.perBatch(2, exponent: 0.5, withTargets: true)

  @Test func sampledSoftmaxCrossEntropy() {
    for (targets, score) in shared.flatMap({ targets in forms.map { (targets, $0) } }) {
      for logQ in [0, 1, 0.5] {
        let expected = sharedAnswers(targets).reduce(0) { sum, row in
          let target = row.target - logQ * row.log
          let others = row.negatives.reduce(0) { $0 + exp($1.score - logQ * $1.log) }
          return sum + log(exp(target) + others) - target
        }
        let found = loss(
          SampledSoftmaxCrossEntropy(drawing: drawing, logQ: logQ), score, targets)
        #expect(abs(found - expected / 3) < 1e-12)
      }
    }
  }

  @Test func lossesOfSharedNegatives() {
    for (targets, score) in shared.flatMap({ targets in forms.map { (targets, $0) } }) {
      let answers = sharedAnswers(targets).map { row in
        (target: elu(row.target), negatives: row.negatives.map { elu($0.score) })
      }
      func softmax(_ z: [Double]) -> [Double] {
        let total = z.reduce(0) { $0 + exp($1) }
        return z.map { exp($0) / total }
      }
      func mean(_ cost: (Double, [Double]) -> Double) -> Double {
        answers.reduce(0) { $0 + cost($1.target, $1.negatives) } / 3
      }
      func top1(_ target: Double, _ z: [Double], _ weights: [Double]) -> Double {
        zip(z, weights).reduce(0) { $0 + $1.1 * (sigmoid($1.0 - target) + sigmoid($1.0 * $1.0)) }
      }
      func alike(_ z: [Double]) -> [Double] { z.map { _ in 1 / Double(z.count) } }
      let found = [
        loss(BayesianPersonalizedRanking(drawing: drawing, elu: 0.5), score, targets),
        loss(TOP1(drawing: drawing, weighsBySoftmax: false, elu: 0.5), score, targets),
        loss(TOP1(drawing: drawing, weighsBySoftmax: true, elu: 0.5), score, targets),
        loss(BPRMax(drawing: drawing, regularization: 0.7, elu: 0.5), score, targets),
      ]
      let expected = [
        mean { target, z in
          z.reduce(0) { $0 - log(sigmoid(target - $1)) } / Double(z.count)
        },
        mean { top1($0, $1, alike($1)) },
        mean { top1($0, $1, softmax($1)) },
        mean { target, z in
          let weights = softmax(z)
          let likely = zip(z, weights).reduce(0) { $0 + $1.1 * sigmoid(target - $1.0) }
          let square = zip(z, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
          return 0.7 * square - log(likely)
        },
      ]
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found) \(expected)")
    }
  }

  @Test func candidatesAreWrittenOut() {
    #expect(shared[0].candidates == [5, 1, 0, 3, 0, 1, 0, 3, 2, 4, 5, 2])
    #expect(
      shared[1].candidates == [5, 5, 0, 2, 4, 4, 0, 5, 0, 2, 4, 4, 2, 5, 0, 2, 4, 4])
    #expect(Targets(targets, negatives: negatives).candidates == [5, 1, 1, 0, 3, 4, 2, 0, 5])
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
