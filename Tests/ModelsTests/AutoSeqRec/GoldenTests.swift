import SeqRec
import Testing

/// AutoSeqRec against PyTorch: see `Tests/Scripts/autoseqrec_goldens.py`.
///
/// The file is computed in double precision and rounded to `Float` when written, so that `Double` is
/// right where it is within half a unit of a `Float`'s last place.
@Suite struct GoldenTests {
  private let golden: Golden
  private let halfUlp = 0.5001

  init() throws { golden = try Golden() }

  @Test func aLogGivesTheMatrices() throws {
    let data = golden.model.dataset(of: golden.log)
    #expect(
      data.matrix(.collaborative).dense().elements.map(Double.init)
        == (try golden.matrix("R", .collaborative)).elements)
    let transitions = try golden.matrix("T", .source)
    #expect(data.matrix(.source).dense().elements.map(Double.init) == transitions.elements)
    #expect(data.matrix(.target) == data.matrix(.source).transposed())
  }

  @Test func forward() throws {
    try expectForward(in: Float.self, within: 4)
    try expectForward(in: Double.self, within: halfUlp)
  }

  private func expectForward<S: Scalar>(in: S.Type, within bound: Double) throws {
    let model = golden.model
    let weights: Weights<S> = try golden.weights("initial")
    let data = model.dataset(of: golden.log)
    let target = DecodedRow(
      Linear("decoders.target", inputs: model.width, outputs: model.itemCount), .relu, of: .state)
    let heads: [(AutoSeqRec.Kind, String, String, any ScoreFunction)] = [
      (.collaborative, "Ec", "Rhat", model.score.terms[0].score),
      (.source, "Es", "That", model.score.terms[1].score), (.target, "Et", "TThat", target),
    ]
    for (kind, encoded, decoded, head) in heads {
      let rows = data.matrix(kind).converted(to: S.self)
      let preActivations = model.encoder.preActivations(of: rows, with: weights)
      var embeddings = Tensor<S>(zeros: preActivations.shape)
      embeddings.assignRelu(of: preActivations)
      #expect(ulps(embeddings, from: try golden.rows(encoded, kind)) <= bound)

      var tape = Tape(weights)
      let variable = model.encoder.encode(rows, on: &tape)
      #expect(tape[variable] == embeddings)

      let context = Context(
        rowCount: embeddings.rows, itemCount: model.itemCount, user: variable, state: variable)
      let scores = head.scores(of: .all, in: context, on: &tape)
      #expect(ulps(tape[scores], from: try golden.matrix(decoded, kind)) <= bound)
    }
  }

  @Test(arguments: AutoSeqRec.Kind.allCases) func gradients(_ kind: AutoSeqRec.Kind) throws {
    try expectGradients(kind, in: Float.self, loss: 1e-7, within: 8)
    try expectGradients(kind, in: Double.self, loss: 1e-12, within: halfUlp)
  }

  private func expectGradients<S: Scalar>(
    _ kind: AutoSeqRec.Kind, in: S.Type, loss lossBound: Double, within bound: Double
  ) throws {
    let (model, name) = (golden.model, "gradient.\(kind)")
    let weights: Weights<S> = try golden.weights("initial")
    let expected: Weights<Double> = try golden.weights(name)
    let batch = golden.batch(kind, try golden.numbers("\(name).rows"))
    var tape = Tape(weights)
    let loss = model.loss(of: batch, in: model.dataset(of: golden.log), on: &tape)
    #expect(abs(Double(tape[loss].scalar) - (try golden.numbers("\(name).loss"))[0]) <= lossBound)
    let gradients = tape.backward(from: loss)
    #expect(expected.paths.count == 4)
    for parameter in model.parameters {
      let gradient = gradients.gradient(of: parameter, in: weights)
      // The other decoders have no gradient, which is not a gradient of zeros.
      #expect((gradient == nil) == (expected[parameter.path] == nil))
      if let gradient, let expected = expected[parameter.path] {
        #expect(ulps(gradient, from: expected) <= bound, "\(kind) \(parameter.path)")
      }
    }
  }

  @Test func tenSteps() throws {
    try expectTenSteps(in: Float.self, losses: 2e-7, weights: 16)
    try expectTenSteps(in: Double.self, losses: 1e-12, weights: halfUlp)
  }

  private func expectTenSteps<S: Scalar>(
    in: S.Type, losses lossBound: Double, weights weightBound: Double
  ) throws {
    let model = golden.model
    var weights: Weights<S> = try golden.weights("initial")
    let addresses = weights.paths.map { weights[$0]?.address }
    let final: Weights<Double> = try golden.weights("final")
    let losses = try golden.numbers("steps.loss")
    let rows = try golden.numbers("steps.rows")
    let data = model.dataset(of: golden.log)
    var optimizer = Optimizer<S>(.adam(rate: 1e-3, rates: ["decoders.source": 1e-2]))
    let pool = StoragePool()
    for (step, kind) in try golden.numbers("steps.kind").enumerated() {
      let batch = golden.batch(
        AutoSeqRec.Kind.allCases[Int(kind)], rows[step * 6..<(step + 1) * 6])
      var tape = Tape(weights, pool: pool)
      let loss = model.loss(of: batch, in: data, on: &tape)
      #expect(abs(Double(tape[loss].scalar) - losses[step]) <= lossBound, "step \(step)")
      optimizer.step(&weights, tape.backward(from: loss))
    }
    for path in weights.paths {
      let (found, expected) = try (#require(weights[path]), #require(final[path]))
      #expect(ulps(found, from: expected) <= weightBound, "\(path)")
    }
    #expect(weights.paths.map { weights[$0]?.address } == addresses, "a step copied a parameter")
  }
}
