/// What `manifest.json` says of a checkpoint: what was trained, how, on what, and which files hold it.
public struct CheckpointManifest: Hashable, Sendable {
  /// The version of the program that wrote it.
  public var version: String
  /// The model's name.
  public var model: String
  /// The preset that the hyper-parameters began from.
  public var preset: String
  /// All hyper-parameters, in the model's order.
  public var hyperparameters: [Member]
  /// What all randomness was drawn from.
  public var seed: UInt64
  /// The kernels that computed it.
  public var kernels: String
  /// The data and the part of it that trained.
  public var data: Source
  /// How the training went.
  public var training: Training
  /// The files beside the manifest, which writing fills in.
  public internal(set) var files: [CheckpointFile] = []

  /// A value under a name.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var key: String
    /// The value.
    public var value: Value

    /// A member of an object.
    public init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// What a member may be.
  public enum Value: Hashable, Sendable {
    /// A truth value.
    case bool(Bool)
    /// A finite number.
    case number(Double)
    /// A text.
    case text(String)
  }

  /// Interactions, and what was done with them.
  public struct Source: Hashable, Sendable {
    /// What reports call them.
    public var name: String
    /// SHA-256 of the file's bytes in hexadecimal digits; nil where there was no file.
    public var sha256: String?
    /// A digest of the events in their order, by which others are told apart.
    public var events: String
    /// How many users, items and interactions were left after filtering.
    public var users, items, interactions: Int
    /// How they were filtered: options by their names, none where nothing was.
    public var filter: [Member]
    /// What was held out of training: `protocol` and its options; none where everything trained.
    public var heldOut: [Member]

    /// A source of interactions.
    public init(
      name: String, sha256: String?, events: String, users: Int, items: Int, interactions: Int,
      filter: [Member] = [], heldOut: [Member] = []
    ) {
      self.name = name
      self.sha256 = sha256
      self.events = events
      self.users = users
      self.items = items
      self.interactions = interactions
      self.filter = filter
      self.heldOut = heldOut
    }
  }

  /// A summary of a training.
  public struct Training: Hashable, Sendable {
    /// How many epochs there were.
    public var epochsRun: Int
    /// The epoch whose weights these are; nil where nothing was measured on the way.
    public var bestEpoch: Int?
    /// The mean loss of the last epoch, if there was one.
    public var loss: Double?
    /// What the best epoch measured.
    public var validation: Double?
    /// The weights' digest as reports show it; nil where there are none.
    public var weightsDigest: String?

    /// A summary of a training.
    public init(
      epochsRun: Int = 0, bestEpoch: Int? = nil, loss: Double? = nil, validation: Double? = nil,
      weightsDigest: String? = nil
    ) {
      self.epochsRun = epochsRun
      self.bestEpoch = bestEpoch
      self.loss = loss
      self.validation = validation
      self.weightsDigest = weightsDigest
    }
  }

  /// A manifest of files that are still to be written.
  public init(
    version: String, model: String, preset: String, hyperparameters: [Member], seed: UInt64,
    kernels: String, data: Source, training: Training = Training()
  ) {
    self.version = version
    self.model = model
    self.preset = preset
    self.hyperparameters = hyperparameters
    self.seed = seed
    self.kernels = kernels
    self.data = data
    self.training = training
  }

  /// The file of that part, if there is one.
  public func file(of part: CheckpointFile.Part) -> CheckpointFile? {
    files.first { $0.part == part }
  }

  /// Refuses files that have more bytes together than a limit.
  ///
  /// - Throws: `.tooLarge`
  func check(atMost limit: Int, file: String) throws(CheckpointError) {
    var left = limit
    for part in files {
      guard part.length <= left else {
        throw CheckpointError(
          .tooLarge, file: file, expected: "files of at most \(limit) bytes together",
          found: "\(part.length) bytes of \(part.name)")
      }
      left -= part.length
    }
  }

  static let fileName = "manifest.json"
  static let format = "swift-seqrec checkpoint"
  static let formatVersion = 1
  /// The most bytes that a manifest has.
  static let maximumLength = 1 << 20
}

extension [CheckpointManifest.Member] {
  /// The value of that name, if there is one.
  public subscript(key: String) -> CheckpointManifest.Value? {
    first { $0.key == key }?.value
  }
}

extension CheckpointManifest.Value: CustomStringConvertible {
  /// The text itself, `true` or `false`, or the fewest digits that give the number again; a whole number
  /// below 2^53 has no point.
  public var description: String {
    switch self {
    case .bool(let value): "\(value)"
    case .number(let value):
      abs(value) < 0x1p53 && value == value.rounded() ? "\(Int(value))" : "\(value)"
    case .text(let text): text
    }
  }

  /// As JSON has it.
  ///
  /// - Precondition: a number is finite.
  var json: String {
    switch self {
    case .text(let text): return text.quoted
    case .number(let value):
      precondition(value.isFinite, "a value of \(value)")
      return description
    case .bool: return description
    }
  }
}
