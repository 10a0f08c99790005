import SeqRec
import Testing

/// A model's numbers as bytes: the names are the parameters' paths.
@Suite struct WeightFileTests {
  private let trained = randomModel(itemCount: 5, width: 3)

  private var tensors: [(name: String, tensor: Tensor<Float>)] {
    trained.weights.paths.compactMap { path in trained.weights[path].map { (path, $0) } }
  }

  private func read(
    _ tensors: [(name: String, tensor: Tensor<Float>)]
  ) throws -> Weights<Float> {
    let bytes = try SafetensorsFile.serialized(tensors)
    return try Weights(
      SafetensorsFile(bytes: bytes, name: "weights"), for: trained.model.parameters)
  }

  @Test func thePathsAreTheCardsNames() {
    #expect(
      trained.model.parameters.map { "\($0.path) \($0.shape)" } == [
        "encoder.weight [5, 3]", "encoder.bias [3]", "decoders.collaborative.weight [3, 5]",
        "decoders.collaborative.bias [5]", "decoders.source.weight [3, 5]",
        "decoders.source.bias [5]", "decoders.target.weight [3, 5]", "decoders.target.bias [5]",
      ])
  }

  @Test func thereAndBackIsTheSameModel() throws {
    let weights = try read(tensors)
    #expect(weights == trained.weights && weights.digest == trained.weights.digest)
    let log = InteractionLog(randomRecords(1, events: 30, items: 5))
    let before = trained.live(after: log)
    let after = Trained(trained.model, weights: weights).live(after: log)
    #expect(before.scores(of: 0) == after.scores(of: 0))
  }

  @Test func aMissingTensorIsNamed() {
    for path in trained.weights.paths {
      expectError(containing: [path]) { try read(tensors.filter { $0.name != path }) }
    }
  }

  @Test func aTensorOfAnotherModelIsNamed() {
    expectError(containing: ["decoders.fourth.bias", "another model"]) {
      try read(tensors + [("decoders.fourth.bias", Tensor(zeros: [5]))])
    }
  }

  @Test func aTensorOfAnotherShapeIsNamed() {
    for path in trained.weights.paths {
      let other = tensors.map { ($0.name, $0.name == path ? Tensor(zeros: [2, 2]) : $0.tensor) }
      expectError(containing: [path, "[2, 2]"]) { try read(other) }
    }
  }

  private func expectError(containing parts: [String], _ body: () throws -> Weights<Float>) {
    let error = #expect(throws: CheckpointError.self) { try body() }
    for part in parts {
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
  }
}
