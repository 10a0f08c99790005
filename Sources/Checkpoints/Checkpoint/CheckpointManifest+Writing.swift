extension CheckpointManifest {
  /// The text of `manifest.json`. The same value gives the same bytes.
  public var text: String {
    func object(_ members: [Member]) -> String {
      Self.object(members.map { ($0.key, $0.value.json) })
    }
    func number(_ value: Double?) -> String { value.map { Value.number($0).json } ?? "null" }
    func text(_ value: String?) -> String { value?.quoted ?? "null" }
    let data = Self.object([
      ("name", data.name.quoted), ("sha256", text(data.sha256)), ("events", data.events.quoted),
      ("users", "\(data.users)"), ("items", "\(data.items)"),
      ("interactions", "\(data.interactions)"), ("filter", object(data.filter)),
      ("heldOut", object(data.heldOut)),
    ])
    let training = Self.object([
      ("epochsRun", "\(training.epochsRun)"),
      ("bestEpoch", training.bestEpoch.map { "\($0)" } ?? "null"), ("loss", number(training.loss)),
      ("validation", number(training.validation)), ("weightsDigest", text(training.weightsDigest)),
    ])
    let files = Self.object(
      files.map { file in
        (
          file.part.rawValue,
          Self.object([
            ("file", file.name.quoted), ("length", "\(file.length)"),
            ("digest", file.digest.quoted),
          ])
        )
      })
    let members = [
      ("format", Self.format.quoted), ("formatVersion", "\(Self.formatVersion)"),
      ("version", version.quoted), ("model", model.quoted), ("preset", preset.quoted),
      ("hyperparameters", object(hyperparameters)), ("seed", "\(seed)"),
      ("kernels", kernels.quoted), ("data", data), ("training", training), ("files", files),
    ]
    return "{\n"
      + members.map { "  \($0.quoted): \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  private static func object(_ members: [(key: String, json: String)]) -> String {
    "{" + members.map { "\($0.key.quoted): \($0.json)" }.joined(separator: ", ") + "}"
  }
}
