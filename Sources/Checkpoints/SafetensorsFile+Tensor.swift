public import Tensors

extension SafetensorsFile {
  /// The tensor of that name, converted exactly. O(its elements).
  ///
  /// Read from `F64`, `F32`, `F16`, `BF16` and the integers. A tensor that is stored as `S` keeps
  /// every bit; elsewhere a NaN stays a NaN and every other value stays itself.
  ///
  /// - Throws: `.wrongContent` if there is no such tensor, it has more than four axes, its elements
  ///   are of another type, or one of them has no exact counterpart in `S`.
  public func tensor<S: Scalar>(
    _ name: String, as: S.Type = S.self
  ) throws(CheckpointError) -> Tensor<S> {
    guard let entry = self[name] else {
      let names = entries.prefix(8).map(\.name.quoted).joined(separator: ", ")
      let more = entries.count > 8 ? " and \(entries.count - 8) more" : ""
      throw wrong("tensor \(name.quoted)", found: entries.isEmpty ? "none at all" : names + more)
    }
    guard entry.shape.count <= 4 else {
      throw wrong("at most 4 axes of tensor \(name.quoted)", found: "shape \(entry.shape)")
    }
    // Naming the types here lets the compiler specialise the loops for them.
    if S.self == Float.self, let result = try decoded(entry, as: Float.self) as? Tensor<S> {
      return result
    }
    if S.self == Double.self, let result = try decoded(entry, as: Double.self) as? Tensor<S> {
      return result
    }
    return try decoded(entry, as: S.self)
  }

  private func decoded<S: Scalar>(
    _ entry: Entry, as: S.Type
  ) throws(CheckpointError) -> Tensor<S> {
    switch entry.type {
    case .f64:
      try decoded(entry) { (bits: UInt64) in
        let value = Double(bitPattern: bits)
        return value.isNaN ? S(value) : S(exactly: value)
      }
    case .f32: try decoded(entry) { (bits: UInt32) in S(Float(bitPattern: bits)) }
    case .f16: try decoded(entry) { (bits: UInt16) in S(Float(binary16: bits)) }
    case .bf16:
      try decoded(entry) { (bits: UInt16) in S(Float(bitPattern: UInt32(bits) << 16)) }
    case .i64: try decoded(entry) { (value: Int64) in S(exactly: value) }
    case .i32: try decoded(entry) { (value: Int32) in S(exactly: value) }
    case .i16: try decoded(entry) { (value: Int16) in S(exactly: value) }
    case .i8: try decoded(entry) { (value: Int8) in S(exactly: value) }
    case .u64: try decoded(entry) { (value: UInt64) in S(exactly: value) }
    case .u32: try decoded(entry) { (value: UInt32) in S(exactly: value) }
    case .u16: try decoded(entry) { (value: UInt16) in S(exactly: value) }
    case .u8: try decoded(entry) { (value: UInt8) in S(exactly: value) }
    case .f8E4M3, .f8E5M2, .bool:
      throw wrong(
        "tensor \(entry.name.quoted) of floats of 16 to 64 bits or of integers",
        found: entry.type.rawValue)
    }
  }

  /// `value` of each little-endian `Stored`.
  @inline(__always)
  private func decoded<S: Scalar, Stored: FixedWidthInteger & BitwiseCopyable>(
    _ entry: Entry, _ value: (Stored) -> S?
  ) throws(CheckpointError) -> Tensor<S> {
    var result = Tensor<S>(uninitialized: Shape(entry.shape))
    let data = bytes.span.bytes
    var offset = dataStart + entry.bytes.lowerBound
    for index in 0..<result.count {
      let stored = Stored(
        littleEndian: data.unsafeLoadUnaligned(fromByteOffset: offset, as: Stored.self))
      guard let element = value(stored) else {
        throw wrong(
          "elements of tensor \(entry.name.quoted) that a \(S.self) holds exactly",
          found: "another at position \(index) of \(entry.type.rawValue)",
          hint: "round it before saving, or read it as Double")
      }
      result[index] = element
      offset += MemoryLayout<Stored>.size
    }
    return result
  }

  /// The error that this file does not hold what was asked of it.
  package func wrong(_ expected: String, found: String, hint: String? = nil) -> CheckpointError {
    CheckpointError(.wrongContent, file: name, expected: expected, found: found, hint: hint)
  }
}

extension Float {
  /// The value of an IEEE 754 binary16, of which some platforms' Swift has no type. Exact.
  init(binary16 bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF) << 13
    guard bits & 0x7C00 != 0x7C00 else {
      self.init(bitPattern: sign | 0x7F80_0000 | magnitude)
      return
    }
    // As a binary32 the magnitude is 2^-112 of the value, since the exponents' biases are 15 and 127.
    let value = Float(bitPattern: magnitude) * 0x1p112
    self.init(bitPattern: sign | value.bitPattern)
  }
}
