import SeqRec
import Testing

/// SASRec against PyTorch: see `Tests/Scripts/sasrec_goldens.py`, where sequences are padded and masked.
@Suite struct SASRecGoldenTests {
  private let file: SafetensorsFile
  private let histories: [History]

  init() throws {
    file = try SafetensorsFile(contentsOf: goldenPath("sasrec.safetensors"))
    let items = try file.tensor("histories", as: Double.self).elements.map { Int32($0) }
    var start = 0
    histories = try file.tensor("lengths", as: Double.self).elements.enumerated().map {
      let range = start..<start + Int($1)
      start = range.upperBound
      return History(
        items: Array(items[range]), timestamps: range.map(Double.init))
    }
  }

  private typealias Model = SASRec<LearnedItems, DotScore, Never, BinaryCrossEntropy>

  private func model(_ norms: CausalSelfAttention.NormPlacement) throws -> Model {
    var options = CausalSelfAttention.Options()
    options.maxLength = 6
    options.norms = norms
    options.dropout = 0
    options.heads = norms == .preNorm ? 2 : 1
    options.outputProjection = norms == .preNorm
    return try SASRec(
      items: LearnedItems(count: 23, width: 8), options: options, score: DotScore())
  }

  private func weights<S: Scalar>(
    _ kind: String, of model: Model, as: S.Type = S.self
  ) throws -> Weights<S> {
    Weights(
      try model.parameters.map {
        let name = "\(model.sequence.options.norms)/\(kind)/\($0.path)"
        return ($0.path, try file.tensor(name, as: S.self))
      })
  }

  /// The training rows: every item but the first is predicted, of long histories the last ones.
  private func training() throws -> (SequenceBatch, Targets) {
    let sequences = SequenceBatch(
      histories.map {
        History(
          items: $0.items.dropLast(), timestamps: $0.timestamps.dropLast())
      }, window: 6, questions: .everyPosition)
    let drawn = try file.tensor("negatives", as: Double.self)
    var items: [Int32] = []
    var negatives: [Int32] = []
    for (row, history) in histories.enumerated() {
      let count = min(6, history.items.count - 1)
      items += history.items.suffix(count)
      negatives += (6 - count..<6).map { Int32(drawn[row, $0]) }
    }
    return (sequences, Targets(items, negatives: negatives))
  }

  @Test(arguments: CausalSelfAttention.NormPlacement.allCases)
  func scores(_ norms: CausalSelfAttention.NormPlacement) throws {
    let model = try model(norms)
    let expected = try file.tensor("\(norms)/scores", as: Double.self)
    let sequences = SequenceBatch(histories, window: 6, questions: .lastPosition)
    func check<S: Scalar>(_ weights: Weights<S>, within bound: Double) {
      var tape = Tape(weights)
      let context = model.context(of: sequences, on: &tape)
      let scores = model.score.scores(of: .all, in: context, on: &tape)
      #expect(largestDifference(tape[scores], expected) <= bound)
    }
    check(try weights("weights", of: model, as: Float.self), within: 1e-5)
    check(try weights("weights", of: model, as: Double.self), within: 1e-6)
  }

  @Test(arguments: CausalSelfAttention.NormPlacement.allCases)
  func lossAndGradients(_ norms: CausalSelfAttention.NormPlacement) throws {
    let model = try model(norms)
    let expectedLoss = try file.tensor("\(norms)/loss", as: Double.self).scalar
    let expected = try weights("gradients", of: model, as: Double.self)
    let (sequences, targets) = try training()
    func check<S: Scalar>(_ weights: Weights<S>, within bound: Double) {
      var tape = Tape(weights)
      let context = model.context(of: sequences, on: &tape)
      let loss = model.objective.loss(
        of: targets, scoredBy: model.score, in: context, on: &tape)
      #expect(abs(Double(tape[loss].scalar) - expectedLoss) <= bound / 10)
      let gradients = tape.backward(from: loss)
      for parameter in model.parameters {
        let gradient = gradients.gradient(of: parameter, in: weights)
        let difference = gradient.map { largestDifference($0, expected[parameter]) }
        #expect(difference ?? .infinity <= bound, "\(norms) \(parameter.path)")
      }
    }
    check(try weights("weights", of: model, as: Float.self), within: 1e-5)
    check(try weights("weights", of: model, as: Double.self), within: 1e-6)
  }

  @Test(arguments: CausalSelfAttention.NormPlacement.allCases)
  func tenSteps(_ norms: CausalSelfAttention.NormPlacement) throws {
    let model = try model(norms)
    let expected = try file.tensor("\(norms)/losses", as: Double.self).elements
    let final = try weights("final", of: model, as: Double.self)
    var weights = try weights("weights", of: model, as: Float.self)
    let (sequences, targets) = try training()
    var optimizer = Optimizer<Float>(.sasRec)
    for step in 0..<10 {
      var tape = Tape(weights)
      let context = model.context(of: sequences, on: &tape)
      let loss = model.objective.loss(
        of: targets, scoredBy: model.score, in: context, on: &tape)
      #expect(abs(Double(tape[loss].scalar) - expected[step]) <= 1e-4, "step \(step)")
      optimizer.step(&weights, tape.backward(from: loss))
    }
    // A key's bias adds the same to all logits of a row: its gradient is 0 but for rounding, of which Adam
    // makes whole steps.
    for parameter in model.parameters where !parameter.path.hasSuffix("key.bias") {
      #expect(
        largestDifference(weights[parameter], final[parameter]) <= 1e-4,
        "\(norms) \(parameter.path)")
    }
  }

  private func largestDifference<S: Scalar>(_ a: Tensor<S>, _ b: Tensor<Double>) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a.elements, b.elements).reduce(0) { largest, pair in
      let difference = abs(Double(pair.0) - pair.1)
      return difference.isNaN ? .infinity : max(largest, difference)
    }
  }
}
