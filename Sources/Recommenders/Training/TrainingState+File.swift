public import Checkpoints
public import Gradients
import Tensors

// One safetensors file. Tensors: `weights/PATH`, and where they are, `best/PATH`, `adam.mean/PATH` and
// `adam.square/PATH`, or `adagrad.velocity/PATH` and `adagrad.sum/PATH`; all else is text in the metadata, see `StateTexts`.
extension TrainingState {
  /// Writes the state to one safetensors file, completely or not at all; reading it again gives an equal
  /// value.
  ///
  /// Whoever reads the path meanwhile finds the state before or this one. O(elements).
  ///
  /// - Parameter metadata: texts of the caller's, such as a hash of the data; they are in the file's
  ///   `metadata` again, and the state does not read them.
  /// - Precondition: none of them has a key of the state's own.
  /// - Throws: `CheckpointError` where the file cannot be written.
  public func write(
    to path: String, metadata: [String: String] = [:]
  ) throws(CheckpointError) {
    let own = texts.merging([StateTexts.digest: digest]) { text, _ in text }
    let texts = own.merging(metadata) { own, other in
      preconditionFailure("a text \"\(other)\" for a key of the state's own, \"\(own)\"")
    }
    var tensors = weights.tensors(under: Prefix.weights)
    let moments = recipe.optimizer.rule.stateNames
    tensors += optimizer.mean.tensors(under: moments.mean)
    tensors += optimizer.square.tensors(under: moments.square)
    tensors += best?.tensors(under: Prefix.best) ?? []
    try SafetensorsFile.write(tensors, metadata: texts, to: path)
  }

  /// Reads the state of a model's training.
  ///
  /// Whether seed, batch size and optimizer are those of the training that continues is for
  /// ``Trainer/fit(_:on:stopping:resuming:checkpoints:)`` to say.
  ///
  /// - Throws: `CheckpointError` where the file cannot be read or is damaged, is no state, or belongs to a
  ///   model with other parameters.
  public init(contentsOf path: String, for parameters: [Parameter]) throws(CheckpointError) {
    try self.init(SafetensorsFile(contentsOf: path), for: parameters)
  }

  /// Takes the state from a file that is already read; see ``init(contentsOf:for:)``.
  public init(_ file: SafetensorsFile, for parameters: [Parameter]) throws(CheckpointError) {
    let texts = StateTexts(file)
    try texts.checkFormat()
    recipe = try texts.recipe()
    history = try texts.history(validationInterval: recipe.validationInterval)
    stepsDone = try texts.count("steps")
    let moments = recipe.optimizer.rule.stateNames
    let moved = parameters.filter { file.metadata["steps/\($0.path)"] != nil }
    let measured = history.validations.isEmpty ? [] : parameters
    try file.requireOnly(
      [(Prefix.weights, parameters), (Prefix.best, measured)]
        + [moments.mean, moments.square].map { ($0, moved) })

    weights = try Weights(file, under: Prefix.weights, for: parameters)
    best =
      history.validations.isEmpty
      ? nil : try Weights(file, under: Prefix.best, for: parameters)
    var steps: [String: Int] = [:]
    for parameter in moved {
      steps[parameter.path] = try texts.count("steps/\(parameter.path)", in: 1...max(stepsDone, 1))
    }
    let square = try Weights<Float>(file, under: moments.square, for: moved)
    for parameter in moved where square[parameter].elements.contains(where: { $0 < 0 }) {
      throw file.wrong(
        "squares in \(moments.square)\(parameter.path)", found: "a negative number")
    }
    optimizer = OptimizerState(
      mean: try Weights(file, under: moments.mean, for: moved), square: square, steps: steps)
    let written = try texts.text(StateTexts.digest)
    guard written == digest else {
      throw file.wrong(
        "the digest \(written)", found: digest,
        hint: "the file is damaged; begin again, or go on from another copy")
    }
  }

  /// Tells these texts and numbers from all others, as ``Weights/digest`` does. O(elements).
  private var digest: String {
    var hash = Seed(0)
    for (key, text) in texts.sorted(by: { $0.key < $1.key }) { hash = hash.child(key).child(text) }
    for numbers in [weights, optimizer.mean, optimizer.square, best].compactMap(\.self) {
      hash = hash.child(numbers.digest)
    }
    return hash.hexadecimal
  }

  private enum Prefix {
    static let weights = "weights/"
    static let best = "best/"
  }
}

extension Weights<Float> {
  fileprivate func tensors(under prefix: String) -> [(name: String, tensor: Tensor<Float>)] {
    paths.compactMap { path in self[path].map { (prefix + path, $0) } }
  }
}

extension SafetensorsFile {
  /// Throws where a tensor has a name that is not one of the prefixes with one of its parameters.
  fileprivate func requireOnly(
    _ groups: [(prefix: String, parameters: [Parameter])]
  ) throws(CheckpointError) {
    let names = Set(groups.flatMap { group in group.parameters.map { group.prefix + $0.path } })
    if let stranger = entries.first(where: { !names.contains($0.name) }) {
      throw wrong(
        "only the tensors of this model's training", found: stranger.name,
        hint: "the state belongs to another model")
    }
  }
}
