public import Gradients
public import Tensors

extension Weights<Float> {
  /// Reads the numbers of a model from a safetensors file whose names are the parameters' paths.
  ///
  /// - Throws: ``CheckpointError`` where the file cannot be read or is damaged, a parameter is missing,
  ///   has another shape or is not finite, a tensor belongs to no parameter, or the file is the state of a
  ///   training.
  public init(
    contentsOf path: String, for parameters: [Parameter]
  ) throws(CheckpointError) {
    try self.init(SafetensorsFile(contentsOf: path), for: parameters)
  }

  /// Takes the numbers of a model from a file that is already read; see ``init(contentsOf:for:)``.
  public init(_ file: SafetensorsFile, for parameters: [Parameter]) throws(CheckpointError) {
    guard !file.isTrainingState else {
      throw file.wrong(
        "weights", found: "the state of a training",
        hint: "TrainingState reads it, and Trainer.fit(resuming:) goes on from there")
    }
    let paths = Set(parameters.map(\.path))
    if let stranger = file.entries.first(where: { !paths.contains($0.name) }) {
      throw file.wrong(
        "only the tensors \(parameters.map(\.path).joined(separator: ", "))",
        found: stranger.name, hint: "these weights belong to another model")
    }
    try self.init(file, under: "", for: parameters)
  }

  /// Takes the numbers of parameters from those of a file's tensors whose names are `prefix` and a path.
  package init(
    _ file: SafetensorsFile, under prefix: String, for parameters: [Parameter]
  ) throws(CheckpointError) {
    var tensors: [(path: String, tensor: Tensor<Float>)] = []
    for parameter in parameters {
      let tensor = try file.tensor(prefix + parameter.path, as: Float.self)
      guard tensor.shape == parameter.shape else {
        throw file.wrong(
          "\(prefix + parameter.path) of shape \(parameter.shape)", found: "shape \(tensor.shape)",
          hint: "these weights belong to another width or to a log with other items")
      }
      if let index = (0..<tensor.count).first(where: { !tensor[$0].isFinite }) {
        throw file.wrong(
          "finite numbers in \(prefix + parameter.path)",
          found: "\(tensor[index]) at element \(index)",
          hint: "the training that made these weights has diverged")
      }
      tensors.append((parameter.path, tensor))
    }
    self.init(tensors)
  }

  /// Writes a safetensors file, completely or not at all; reading it again gives the same bits.
  ///
  /// - Throws: ``CheckpointError`` where the file cannot be written.
  public func write(
    to path: String, metadata: [String: String] = [:]
  ) throws(CheckpointError) {
    try SafetensorsFile.write(named, metadata: metadata, to: path)
  }

  /// The tensors by their paths.
  var named: [(name: String, tensor: Tensor<Float>)] {
    paths.compactMap { path in self[path].map { (path, $0) } }
  }
}
