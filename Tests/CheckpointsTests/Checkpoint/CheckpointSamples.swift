import Checkpoints
import Gradients
import Tensors

/// Two checkpoints of one folder, which differ in every file.
enum CheckpointSamples {
  static let ids = [
    "plain", "", "two\nlines\t\"quoted\"\\", "\u{E9}", "e\u{301}", "\u{1F600}\u{0}",
  ]

  static func manifest(_ number: Int = 0) -> CheckpointManifest {
    var manifest = CheckpointManifest(
      version: "0.1.\(number)", model: "a \"model\"", preset: "default",
      hyperparameters: [
        .init("width", .number(64)), .init("rate", .number(1e-3)), .init("norms", .text("pre\n")),
        .init("reshuffle", .bool(true)), .init("tiny", .number(.leastNonzeroMagnitude)),
        .init("large", .number(-1e300)),
      ],
      seed: .max, kernels: "portable",
      data: .init(
        name: "r\u{E9}.csv", sha256: number == 0 ? nil : "00ff", events: "0123", users: 3,
        items: 6, interactions: 10, filter: [.init("minInteractions", .number(5))],
        heldOut: [.init("protocol", .text("leave-one-out"))]))
    manifest.training = .init(
      epochsRun: 7, bestEpoch: number == 0 ? nil : 4, loss: 0.1, validation: nil,
      weightsDigest: "0123456789abcdef")
    return manifest
  }

  static func weights(_ number: Int = 0, count: Int = 4) -> Weights<Float> {
    Weights([
      ("a.weight", Tensor(repeating: Float(number), shape: [count, 2])),
      ("a.bias", Tensor((0..<count).map { Float($0 + number) / 3 }, shape: [count])),
    ])
  }

  @discardableResult
  static func write(
    _ number: Int = 0, count: Int = 4, to folder: String
  ) throws(CheckpointError) -> CheckpointManifest {
    try Checkpoint.write(
      manifest(number), items: ids.map { $0 + "\(number)" }, weights: weights(number, count: count),
      metadata: ["model": "a"], to: folder)
  }

  /// Which of the two a folder holds; nil for anything else, mixtures too.
  static func number(in folder: String, count: Int = 4) throws -> Int? {
    let found = try Checkpoint(contentsOf: folder)
    for number in 0...1 {
      var expected = manifest(number)
      expected.data.items = ids.count
      var meaning = found.manifest
      meaning.forgetFiles()
      let tensors = weights(number, count: count)
      let same = try tensors.paths.allSatisfy { path in
        try found.weights?.tensor(path, as: Float.self) == tensors[path]
      }
      if meaning == expected, same,
        found.items.map({ Array($0.utf8) }) == ids.map({ Array("\($0)\(number)".utf8) })
      {
        return number
      }
    }
    return nil
  }
}

extension CheckpointManifest {
  /// Only writing gives files; equal members of everything else are compared.
  fileprivate mutating func forgetFiles() {
    var copy = CheckpointManifest(
      version: version, model: model, preset: preset, hyperparameters: hyperparameters,
      seed: seed, kernels: kernels, data: data)
    copy.training = training
    self = copy
  }
}
