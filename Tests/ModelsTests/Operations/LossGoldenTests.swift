import SeqRec
import Testing

/// Losses of drawn items, and Adagrad, against PyTorch: see `Tests/Scripts/loss_goldens.py`.
@Suite struct LossGoldenTests {
  private let file: SafetensorsFile

  init() throws {
    file = try SafetensorsFile(contentsOf: goldenPath("losses.safetensors"))
  }

  /// 9 questions with a target and 11 candidates, of 40 items.
  private enum Loss: String, CaseIterable {
    case gbce, bpr, top1, top1Max, bprMax, bprMaxOfELU, sampledSoftmax
  }

  private func value<S: Scalar>(
    of loss: Loss, _ scores: Variable, _ nothing: Tensor<S>, _ logs: Tensor<S>,
    on tape: inout Tape<S>
  ) -> Variable {
    let kept = tape.combination([(scores, 1), (tape.constant(nothing), 1)])
    switch loss {
    case .gbce:
      let objective = GeneralizedBinaryCrossEntropy(negatives: 11, calibration: 0.75)
      let sum = tape.binaryCrossEntropy(
        scores, positiveWeight: objective.positiveWeight(itemCount: 40))
      return tape.combination([(sum, 1.0 / 12)])
    case .bpr: return tape.bayesianPersonalizedRanking(kept)
    case .top1: return tape.top1(kept)
    case .top1Max: return tape.top1(kept, bySoftmax: true)
    case .bprMax: return tape.bprMax(kept, regularization: 1.95)
    case .bprMaxOfELU:
      let bent = tape.elu(scores, alpha: 0.5)
      return tape.bprMax(
        tape.combination([(bent, 1), (tape.constant(nothing), 1)]), regularization: 1.95)
    case .sampledSoftmax:
      return tape.softmaxCrossEntropy(
        tape.combination([(kept, 1), (tape.constant(logs), -1)]),
        targets: Array(repeating: 0, count: 9))
    }
  }

  @Test(arguments: Loss.allCases.map(\.rawValue)) func losses(_ name: String) throws {
    let loss = try #require(Loss(rawValue: name))
    let expected = try file.tensor("\(name)/loss", as: Double.self).scalar
    let gradient = try file.tensor("\(name)/gradient", as: Double.self)
    func check<S: Scalar>(_: S.Type, within bound: Double) throws {
      let mask = try file.tensor("mask", as: S.self)
      var nothing = Tensor<S>(zeros: [9, 12])
      for row in 0..<9 {
        for column in 0..<11 where mask[row, column] == 1 { nothing[row, column + 1] = -.infinity }
      }
      var tape = Tape(Weights<S>([]))
      let scores = tape.input(try file.tensor("scores", as: S.self))
      let logs = try file.tensor("logs", as: S.self)
      let result = value(of: loss, scores, nothing, logs, on: &tape)
      #expect(abs(Double(tape[result].scalar) - expected) <= bound)
      let found = try #require(tape.backward(from: result).gradient(of: scores))
      for (a, b) in zip(found.elements, gradient.elements) {
        #expect(abs(Double(a) - b) <= bound)
      }
    }
    try check(Double.self, within: 1e-6)
    try check(Float.self, within: 1e-5)
  }

  @Test func adagrad() throws {
    let parameter = Parameter("a", shape: [5, 4], initializer: .zeros)
    let expected = try file.tensor("adagrad/moved", as: Double.self)
    func check<S: Scalar>(_: S.Type, within bound: Double) throws {
      var weights = Weights<S>([("a", try file.tensor("adagrad/parameter", as: S.self))])
      let gradients = try file.tensor("adagrad/gradients", as: S.self)
      var optimizer = Optimizer<S>(.adagrad(rate: 0.1, momentum: 0.4))
      for step in 0..<12 {
        var gradient = Tensor<S>(zeros: [5, 4])
        for row in 0..<5 { gradient.assignRow(5 * step + row, of: gradients, toRow: row) }
        var tape = Tape(weights)
        let variable = tape.parameter(parameter)
        let loss = tape.record(Tensor([0], shape: []), from: [variable]) { [gradient] _, adjoints in
          adjoints.add(to: variable) { $0.add(gradient) }
        }
        optimizer.step(&weights, tape.backward(from: loss))
      }
      for (a, b) in zip(weights[parameter].elements, expected.elements) {
        #expect(abs(Double(a) - b) <= bound)
      }
    }
    try check(Double.self, within: 1e-6)
    try check(Float.self, within: 1e-5)
  }
}
