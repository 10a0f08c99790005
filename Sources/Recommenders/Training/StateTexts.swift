import Checkpoints
import Gradients
import Tensors

/// What a ``TrainingState`` keeps as text in the metadata of its file.
///
/// | key | text |
/// |---|---|
/// | `format` | what this is and in which version |
/// | `digest` | sixteen digits of all other texts and numbers |
/// | `seed` | its bits, hexadecimal |
/// | `batchSize` | rows |
/// | `adam.rate` and so on, or `adagrad.rate` and so on | the optimizer's constants |
/// | `validationInterval` | epochs, where something is measured |
/// | `steps`, `steps/PATH` | steps done, steps that have moved that parameter |
/// | `losses` | one number an epoch, with spaces between |
/// | `validations` | `EPOCH:VALUE`, with spaces between |
///
/// Numbers are written in the fewest digits that read back to the same bits.
struct StateTexts {
  private let file: SafetensorsFile

  init(_ file: SafetensorsFile) {
    self.file = file
  }

  static let format = SafetensorsFile.stateFormat + " 1"
  static let digest = "digest"

  func checkFormat() throws(CheckpointError) {
    guard file.isTrainingState else {
      throw file.wrong(
        "the state of a training", found: "weights",
        hint: "no training goes on from weights alone; Trained(_:weights:) uses them as they are")
    }
    let found = file.metadata["format"] ?? ""
    guard found == Self.format else {
      throw file.wrong(
        "the format \"\(Self.format)\"", found: "\"\(found)\"",
        hint: "another version has written it")
    }
  }

  func recipe() throws(CheckpointError) -> TrainingRecipe {
    var values: [String: Double] = [:]
    for key in file.metadata.keys.sorted()
    where UpdateRule.names.contains(where: { key.hasPrefix($0 + ".") }) {
      values[key] = try finite(text(key), of: key)
    }
    guard let optimizer = OptimizerRecipe(namedValues: values) else {
      throw file.wrong("all constants of one optimizer", found: "\(values.keys.sorted())")
    }
    let seed = try text("seed")
    guard let bits = UInt64(seed, radix: 16) else {
      throw file.wrong("hexadecimal digits as seed", found: seed)
    }
    let measures = file.metadata["validationInterval"] != nil
    return TrainingRecipe(
      optimizer: optimizer, batchSize: try count("batchSize", in: 1...Self.limit),
      seed: Seed(bits: bits),
      validationInterval: measures ? try count("validationInterval", in: 1...Self.limit) : nil)
  }

  func history(validationInterval: Int?) throws(CheckpointError) -> TrainingHistory {
    var history = TrainingHistory()
    for loss in try text("losses").split(separator: " ") {
      history.losses.append(try finite(String(loss), of: "losses"))
    }
    let key = "validations"
    for word in try text(key).split(separator: " ") {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Double(parts[1]), !value.isNaN else {
        throw file.wrong("pairs EPOCH:VALUE as \(key)", found: String(word))
      }
      history.validations.append(
        .init(epoch: try integer(String(parts[0]), of: key, in: 1...Self.limit), value: value))
    }
    // A measurement is due after these epochs and no others.
    let due = validationInterval.map { Array(stride(from: $0, through: history.epochsRun, by: $0)) }
    guard history.validations.map(\.epoch) == due ?? [] else {
      throw file.wrong(
        "\(key) after the epochs \(due ?? [])",
        found: "after \(history.validations.map(\.epoch))")
    }
    return history
  }

  /// A count that is there; at most 2^53, so that adding to it cannot overflow.
  func count(
    _ key: String, in range: ClosedRange<Int> = 0...StateTexts.limit
  ) throws(CheckpointError) -> Int {
    try integer(text(key), of: key, in: range)
  }

  static let limit = 1 << 53

  func text(_ key: String) throws(CheckpointError) -> String {
    guard let text = file.metadata[key] else {
      throw file.wrong("\(key) in the metadata", found: "none")
    }
    return text
  }

  private func integer(
    _ text: String, of key: String, in range: ClosedRange<Int>
  ) throws(CheckpointError) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw file.wrong("\(key) of \(range.lowerBound) to \(range.upperBound)", found: text)
    }
    return value
  }

  private func finite(_ text: String, of key: String) throws(CheckpointError) -> Double {
    guard let value = Double(text), value.isFinite else {
      throw file.wrong("a finite number as \(key)", found: text)
    }
    return value
  }
}

extension TrainingState {
  /// The metadata of this state's file.
  var texts: [String: String] {
    var texts = [
      "format": StateTexts.format, "seed": String(recipe.seed.bits, radix: 16),
      "batchSize": "\(recipe.batchSize)", "steps": "\(stepsDone)",
      "losses": history.losses.map { "\($0)" }.joined(separator: " "),
      "validations": history.validations.map { "\($0.epoch):\($0.value)" }.joined(separator: " "),
    ]
    for (name, value) in recipe.optimizer.namedValues { texts[name] = "\(value)" }
    for (path, count) in optimizer.steps { texts["steps/\(path)"] = "\(count)" }
    if let interval = recipe.validationInterval { texts["validationInterval"] = "\(interval)" }
    return texts
  }
}
