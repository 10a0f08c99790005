extension CheckpointManifest {
  /// Reads the bytes of a `manifest.json`. O(their number).
  ///
  /// - Parameter name: what errors call them.
  /// - Throws: `.damaged` where they are no manifest; `.wrongContent` where they are one of a newer version.
  public init(bytes: [UInt8], name: String) throws(CheckpointError) {
    var scanner = JSONScanner(bytes, in: 0..<bytes.count, file: name, part: "the manifest")
    let root = try scanner.node("the manifest")
    try scanner.requireEnd()
    var members = try ManifestObject(root, "the manifest", file: name)
    let format = try members.text("format")
    guard format == Self.format else {
      throw CheckpointError(
        .damaged, file: name, expected: "the format \(Self.format.quoted)", found: format.quoted)
    }
    let formatVersion = try members.count("formatVersion")
    guard formatVersion == Self.formatVersion else {
      throw CheckpointError(
        .wrongContent, file: name, expected: "version \(Self.formatVersion) of the format",
        found: "\(formatVersion)",
        hint: formatVersion > Self.formatVersion ? "it is from a newer version" : nil)
    }
    version = try members.text("version")
    model = try members.text("model")
    preset = try members.text("preset")
    hyperparameters = try members.scalars("hyperparameters")
    seed = try members.unsigned("seed")
    kernels = try members.text("kernels")
    data = try Source(members.object("data"))
    training = try Training(members.object("training"))
    files = try Self.files(members.object("files"))
    try members.requireNoOther()
  }

  private static func files(
    _ object: ManifestObject
  ) throws(CheckpointError) -> [CheckpointFile] {
    var object = object
    var files: [CheckpointFile] = []
    for part in CheckpointFile.Part.allCases where part == .items || object.has(part.rawValue) {
      var members = try object.object(part.rawValue)
      let digest = try members.text("digest")
      guard CheckpointFile.isDigest(digest) else {
        throw members.fault("a digest of 16 hexadecimal digits", found: digest.quoted)
      }
      let file = CheckpointFile(part, length: try members.count("length"), digest: digest)
      let name = try members.text("file")
      guard name == file.name else {
        throw members.fault("the file \(file.name.quoted)", found: name.quoted)
      }
      try members.requireNoOther()
      files.append(file)
    }
    try object.requireNoOther()
    return files
  }
}

extension CheckpointManifest.Source {
  fileprivate init(_ object: ManifestObject) throws(CheckpointError) {
    var members = object
    self.init(
      name: try members.text("name"), sha256: try members.optional("sha256")?.text(),
      events: try members.text("events"), users: try members.count("users"),
      items: try members.count("items"), interactions: try members.count("interactions"),
      filter: try members.scalars("filter"), heldOut: try members.scalars("heldOut"))
    try members.requireNoOther()
  }
}

extension CheckpointManifest.Training {
  fileprivate init(_ object: ManifestObject) throws(CheckpointError) {
    var members = object
    self.init(
      epochsRun: try members.count("epochsRun"),
      bestEpoch: try members.optional("bestEpoch")?.count(),
      loss: try members.optional("loss")?.number(),
      validation: try members.optional("validation")?.number(),
      weightsDigest: try members.optional("weightsDigest")?.text())
    try members.requireNoOther()
  }
}
