/// The members of an object of a manifest. Each is taken once, as what it must be; none may be left over.
struct ManifestObject {
  private var members: [String: JSONNode]
  private let what: String
  private let position: Int
  private let file: String

  init(_ node: JSONNode, _ what: String, file: String) throws(CheckpointError) {
    self.what = what
    self.file = file
    position = node.position
    guard case .object(let members) = node.value else {
      throw CheckpointError(
        .damaged, file: file, byte: node.position, expected: "\(what) to be an object",
        found: node.words)
    }
    // The scanner has refused second ones.
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.node) })
  }

  /// The error that something in this object is not what it should be.
  func fault(_ expected: String, found: String) -> CheckpointError {
    CheckpointError(.damaged, file: file, byte: position, expected: expected, found: found)
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  mutating func text(_ key: String) throws(CheckpointError) -> String { try take(key).text() }

  mutating func count(_ key: String) throws(CheckpointError) -> Int { try take(key).count() }

  mutating func unsigned(_ key: String) throws(CheckpointError) -> UInt64 {
    try take(key).unsigned()
  }

  /// A member that may be `null`.
  mutating func optional(_ key: String) throws(CheckpointError) -> ManifestField? {
    let field = try take(key)
    if case .null = field.node.value { return nil }
    return field
  }

  mutating func object(_ key: String) throws(CheckpointError) -> ManifestObject {
    try ManifestObject(take(key).node, key.quoted, file: file)
  }

  /// An object of truth values, numbers and texts, in its order.
  mutating func scalars(
    _ key: String
  ) throws(CheckpointError) -> [CheckpointManifest.Member] {
    let field = try take(key)
    guard case .object(let members) = field.node.value else { throw field.fault("an object") }
    var result: [CheckpointManifest.Member] = []
    for (name, node) in members {
      let field = ManifestField(node: node, what: "\(key).\(name)", file: file)
      result.append(.init(name, try field.scalar()))
    }
    return result
  }

  /// That everything was taken.
  func requireNoOther() throws(CheckpointError) {
    guard let other = members.min(by: { $0.value.position < $1.value.position }) else { return }
    throw CheckpointError(
      .damaged, file: file, byte: other.value.position, expected: "no other member of \(what)",
      found: other.key.quoted)
  }

  private mutating func take(_ key: String) throws(CheckpointError) -> ManifestField {
    guard let node = members.removeValue(forKey: key) else {
      throw fault("a member \(key.quoted) of \(what)", found: "none")
    }
    return ManifestField(node: node, what: key, file: file)
  }
}

/// A member's value.
struct ManifestField {
  let node: JSONNode
  let what: String
  let file: String

  func text() throws(CheckpointError) -> String {
    guard case .string(let text) = node.value else { throw fault("a text") }
    return text
  }

  func count() throws(CheckpointError) -> Int {
    guard let count = Int(exactly: try unsigned()) else { throw fault("a smaller number") }
    return count
  }

  func unsigned() throws(CheckpointError) -> UInt64 {
    guard case .number(let text) = node.value, let number = UInt64(text) else {
      throw fault("a whole number from 0 to \(UInt64.max)")
    }
    return number
  }

  func number() throws(CheckpointError) -> Double {
    guard case .number(let text) = node.value, let number = Double(text), number.isFinite else {
      throw fault("a number")
    }
    return number
  }

  func scalar() throws(CheckpointError) -> CheckpointManifest.Value {
    switch node.value {
    case .bool(let value): return .bool(value)
    case .string(let text): return .text(text)
    case .number: return .number(try number())
    case .null, .array, .object: throw fault("a truth value, a number or a text")
    }
  }

  func fault(_ expected: String) -> CheckpointError {
    CheckpointError(
      .damaged, file: file, byte: node.position, expected: "\(what.quoted) to be \(expected)",
      found: node.words)
  }
}
