public import Tensors

extension SafetensorsFile {
  /// Writes tensors as `F32` to a file that is afterwards complete, or as it was before.
  ///
  /// The same tensors and metadata give the same bytes. See ``serialized(_:metadata:)``.
  ///
  /// - Throws: `.unwritable` if the names are not distinct tensors' names, the header exceeds the
  ///   format's limit, or the file system refuses.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor<Float>)], metadata: [String: String] = [:],
    to path: String
  ) throws(CheckpointError) {
    try AtomicFile.write(bytes(of: tensors, metadata: metadata, file: path), to: path)
  }

  /// The bytes that ``write(_:metadata:to:)`` writes: tensors and metadata by ascending name, the
  /// header padded with spaces to a multiple of 8 bytes, elements as little-endian `F32`. O(elements).
  ///
  /// - Throws: `.unwritable` if the names are not distinct tensors' names or the header exceeds the
  ///   format's limit.
  public static func serialized(
    _ tensors: [(name: String, tensor: Tensor<Float>)], metadata: [String: String] = [:]
  ) throws(CheckpointError) -> [UInt8] {
    try bytes(of: tensors, metadata: metadata, file: "safetensors")
  }

  private static func bytes(
    of tensors: [(name: String, tensor: Tensor<Float>)], metadata: [String: String], file: String
  ) throws(CheckpointError) -> [UInt8] {
    let tensors = tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var header = try header(of: tensors, metadata: metadata, file: file)
    header += repeatElement(0x20, count: -header.count & 7)
    guard header.count <= SafetensorsHeader.maximumLength else {
      throw CheckpointError(
        .unwritable, file: file,
        expected: "names and metadata in at most \(SafetensorsHeader.maximumLength) bytes",
        found: "\(header.count)")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tensors.reduce(8 + header.count) { $0 + 4 * $1.tensor.count })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
    bytes += header
    for (_, tensor) in tensors {
      let words = (0..<tensor.count).map { tensor[$0].bitPattern.littleEndian }
      words.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }

  private static func header(
    of tensors: [(name: String, tensor: Tensor<Float>)], metadata: [String: String], file: String
  ) throws(CheckpointError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\($0.key.quoted):\($0.value.quoted)" }
      members.append("\"\(SafetensorsHeader.metadataKey)\":{\(texts.joined(separator: ","))}")
    }
    var names: Set<String> = [SafetensorsHeader.metadataKey]
    var begin = 0
    for (name, tensor) in tensors {
      guard names.insert(name).inserted else {
        throw CheckpointError(
          .unwritable, file: file,
          expected: "distinct names of tensors, none of them \(SafetensorsHeader.metadataKey)",
          found: name.quoted)
      }
      let end = begin + 4 * tensor.count
      let shape = tensor.shape.dimensions.map(String.init).joined(separator: ",")
      members.append(
        "\(name.quoted):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
      )
      begin = end
    }
    let header = "{\(members.joined(separator: ","))}"
    guard header.isStreamSafe else {
      throw CheckpointError(
        .unwritable, file: file,
        expected: "names and metadata with at most \(String.mostMarks) combining marks in a row",
        found: "more of them")
    }
    return Array(header.utf8)
  }
}
