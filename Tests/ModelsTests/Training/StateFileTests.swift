import Foundation
import SeqRec
import Testing

@Suite struct StateFileTests {
  private let training = SmallTraining()
  private let state: TrainingState
  private let file: SafetensorsFile

  init() throws {
    let stopping = training.stopping(
      every: 2, patience: 9, at: [0, 0.1, 0, -.infinity, 0, 1 / 3, 0])
    let state = try training.states(stopping: stopping).states[6]
    self.state = state
    file = try withTemporaryFile { path in
      try state.write(to: path)
      return try SafetensorsFile(contentsOf: path)
    }
  }

  private var tensors: [(name: String, tensor: Tensor<Float>)] {
    get throws { try file.entries.map { ($0.name, try file.tensor($0.name)) } }
  }

  @discardableResult
  private func read(
    _ tensors: [(name: String, tensor: Tensor<Float>)], _ metadata: [String: String]? = nil
  ) throws -> TrainingState {
    let bytes = try SafetensorsFile.serialized(tensors, metadata: metadata ?? file.metadata)
    return try TrainingState(
      SafetensorsFile(bytes: bytes, name: "state"), for: training.model.parameters)
  }

  private func expectError(containing parts: String..., from body: () throws -> Void) {
    let error = #expect(throws: CheckpointError.self) { try body() }
    #expect(error?.kind == .wrongContent)
    for part in parts {
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
  }

  @Test func thereAndBack() throws {
    let again = try read(tensors)
    #expect(again == state)
    #expect(again.history.validations.map(\.value) == [0.1, -.infinity, 1 / 3])
    #expect(again.weights.digest == state.weights.digest)
  }

  @Test func textsOfTheCallersComeBackAndChangeNothing() throws {
    try withTemporaryFile { path in
      try state.write(to: path, metadata: ["run.data": "\u{FC} 1"])
      let file = try SafetensorsFile(contentsOf: path)
      #expect(file.metadata["run.data"] == "\u{FC} 1")
      #expect(try TrainingState(file, for: training.model.parameters) == state)
    }
  }

  @Test func theNamesAreThoseOfTheDocumentation() throws {
    let paths = training.model.parameters.map(\.path)
    let prefixes = ["weights/", "best/", "adam.mean/", "adam.square/"]
    #expect(
      Set(file.entries.map(\.name)) == Set(prefixes.flatMap { prefix in paths.map { prefix + $0 } })
    )
    #expect(file.metadata["format"] == "swift-seqrec training state 1")
    #expect(file.metadata["adam.rates/encoder"] == "0.003")
    #expect(file.metadata["batchSize"] == "8" && file.metadata["validationInterval"] == "2")
    #expect(file.metadata["steps"] == "\(state.stepsDone)" && state.stepsDone == 7 * 9)
  }

  /// Adagrad gathers something else, under other names.
  @Test func aStateOfAdagrad() throws {
    var training = training
    training.trainer.optimizer = .adagrad(rate: 0.1, rates: ["encoder": 0.05], momentum: 0.3)
    let state = try #require(try training.states().states.last)
    try withTemporaryFile { path in
      try state.write(to: path)
      let file = try SafetensorsFile(contentsOf: path)
      #expect(try TrainingState(file, for: training.model.parameters) == state)
      let names = file.entries.map(\.name)
      #expect(names.contains("adagrad.velocity/encoder.bias"))
      #expect(names.contains("adagrad.sum/encoder.bias"))
      #expect(names.allSatisfy { !$0.hasPrefix("adam.") })
      #expect(file.metadata["adagrad.momentum"] == "0.3")
      #expect(file.metadata["adagrad.rates/encoder"] == "0.05")
    }
    #expect(
      try training.fit(resuming: training.states().states[2]).weights == training.fit().weights)
  }

  /// What is sound by itself and not what was written.
  @Test func damageThatLooksSoundIsRefused() throws {
    for (key, text) in [
      ("losses", ""), ("losses", "0 0"), ("adam.rate", "0.5"), ("batchSize", "9"),
      ("seed", "1"), ("steps/encoder.weight", "1"), ("digest", "0123456789abcdef"),
    ] {
      var metadata = file.metadata
      #expect(metadata[key] != nil && metadata[key] != text, "\(key)")
      metadata[key] = text
      #expect(throws: CheckpointError.self, "\(key) = \(text)") { try read(tensors, metadata) }
    }
    for place in try tensors.indices {
      var changed = try tensors
      var numbers = changed[place].tensor.elements
      numbers[numbers.count / 2] = Float(
        bitPattern: numbers[numbers.count / 2].bitPattern ^ 1)
      changed[place].tensor = Tensor(numbers, shape: changed[place].tensor.shape)
      expectError(containing: "the digest", "damaged") { try read(changed) }
    }
    var without = file.metadata
    without["digest"] = nil
    expectError(containing: "digest") { try read(tensors, without) }
  }

  /// Without measurements there are no best weights.
  @Test func anEarlyStateIsSmaller() throws {
    let model = training.model
    var states: [TrainingState] = []
    _ = try Trainer(.adam(rate: 1), epochs: 1).fit(
      model, on: training.log,
      stopping: EarlyStopping(every: 2, patience: 1) { _ in 0 },
      checkpoints: Checkpointing { states.append($0) })
    let state = try #require(states.first)
    try withTemporaryFile { path in
      try state.write(to: path)
      #expect(try TrainingState(contentsOf: path, for: model.parameters) == state)
      let names = try SafetensorsFile(contentsOf: path).entries.map(\.name)
      #expect(names.allSatisfy { !$0.hasPrefix("best/") })
    }
  }

  @Test func aMissingTensorIsNamed() throws {
    let tensors = try tensors
    for (name, _) in tensors {
      expectError(containing: name) { try read(tensors.filter { $0.name != name }) }
    }
  }

  @Test func aTensorOfAnotherShapeIsNamed() throws {
    let tensors = try tensors
    for (name, _) in tensors {
      expectError(containing: name, "[2, 2]") {
        try read(tensors.map { ($0.name, $0.name == name ? Tensor(zeros: [2, 2]) : $0.tensor) })
      }
    }
  }

  @Test func aTensorTooManyIsNamed() throws {
    for name in ["weights/other", "encoder.bias", "adam.mean/other", "best"] {
      expectError(containing: name) { try read(tensors + [(name, Tensor(zeros: [1]))]) }
    }
  }

  @Test func numbersThatNoTrainingHasAreRefused() throws {
    func with(_ value: Float, in name: String) throws -> [(name: String, tensor: Tensor<Float>)] {
      try tensors.map { tensor in
        guard tensor.name == name else { return tensor }
        var changed = tensor.tensor
        changed[1] = value
        return (name, changed)
      }
    }
    for name in ["weights/encoder.bias", "best/encoder.bias", "adam.mean/encoder.bias"] {
      expectError(containing: name, "nan") { try read(with(.nan, in: name)) }
    }
    let name = "adam.square/encoder.bias"
    expectError(containing: name, "negative") { try read(with(-1, in: name)) }
  }

  @Test func metadataThatIsMissingIsNamed() throws {
    let tensors = try tensors
    for key in file.metadata.keys where key != "adam.rates/encoder" {
      expectError { try read(tensors, file.metadata.filter { $0.key != key }) }
    }
    expectError(containing: "found weights", "no training goes on from weights alone") {
      try read(tensors, [:])
    }
  }

  @Test(arguments: [
    ("format", "swift-seqrec training state 2"), ("seed", "g"), ("seed", ""), ("seed", "-1"),
    ("batchSize", "0"), ("batchSize", "many"), ("batchSize", "8.5"),
    ("batchSize", "99999999999999999999"), ("steps", "-1"), ("steps", "9223372036854775807"),
    ("steps/encoder.bias", "0"), ("steps/encoder.bias", "64"), ("adam.rate", "nan"),
    ("adam.rate", "inf"), ("adam.rate", ""), ("adam.speed", "1"), ("validationInterval", "0"),
    ("validationInterval", "3"), ("losses", "1 2 x 4 5 6 7"), ("losses", "1 2 3 inf 5 6 7"),
    ("losses", "1 2 3"), ("losses", ""), ("validations", ""), ("validations", "2:1 4:1"),
    ("validations", "2:1 4:nan 6:1"), ("validations", "2:1 6:1 4:1"),
    ("validations", "2:1 4:1 6:1 8:1"), ("validations", "2:1 4 6:1"),
    ("validations", "2:1 4:1:1 6:1"), ("validations", "2:1 :1 6:1"),
  ])
  func nonsenseInTheMetadataIsRefused(key: String, text: String) throws {
    var metadata = file.metadata
    metadata[key] = text
    let tensors = try tensors
    expectError { try read(tensors, metadata) }
  }

  @Test func aTruncatedFileIsDamaged() throws {
    try withTemporaryFile { path in
      try state.write(to: path)
      let bytes = try Data(contentsOf: URL(filePath: path))
      for length in stride(from: 0, to: bytes.count, by: 97) {
        try bytes.prefix(length).write(to: URL(filePath: path))
        let error = #expect(throws: CheckpointError.self) {
          try TrainingState(contentsOf: path, for: training.model.parameters)
        }
        #expect(error?.kind == .damaged && error?.file == path)
      }
    }
  }

  @Test func weightsAloneAreNoState() throws {
    try withTemporaryFile { path in
      try state.weights.write(to: path)
      expectError(containing: "expected the state of a training, found weights") {
        _ = try TrainingState(contentsOf: path, for: training.model.parameters)
      }
      #expect(try !SafetensorsFile(contentsOf: path).isTrainingState)
    }
    #expect(file.isTrainingState)
  }

  @Test func aStateIsNoWeights() throws {
    expectError(containing: "expected weights, found the state of a training", "resuming") {
      _ = try Weights(file, for: training.model.parameters)
    }
  }

  @Test func aFolderThatIsNotThereTakesNoState() {
    let error = #expect(throws: CheckpointError.self) {
      try training.fit(
        checkpoints: Checkpointing { try $0.write(to: "/nowhere-at-all/state.safetensors") })
    }
    #expect(error?.kind == .unwritable)
  }
}
