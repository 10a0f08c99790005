extension SafetensorsFile {
  /// What the state of a training says under `format`, before its version.
  package static let stateFormat = "swift-seqrec training state"

  /// Whether the file says that it is the state of a training. Weights say nothing of the kind.
  public var isTrainingState: Bool { metadata["format"]?.hasPrefix(Self.stateFormat) ?? false }
}
