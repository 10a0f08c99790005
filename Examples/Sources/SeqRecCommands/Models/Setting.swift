import ArgumentParser

/// `key=value` or `model.key=value`, as `--set` and `--grid` take them and configurations hold them.
struct Setting: ExpressibleByArgument, Hashable, Sendable {
  /// The model that it is meant for; nil for all that have the key.
  let model: String?
  let key: String
  let value: String
  /// As it was written.
  let text: String
  /// Who wants it, as messages say: an option or a file.
  var source = "--set"

  /// Where it stands, for messages.
  var place: String { "\(source) \(text)" }

  /// A value of a key, said by `source`.
  init(_ key: String, _ value: String, source: String) {
    model = nil
    self.key = key
    self.value = value
    self.source = source
    text = "\(key)=\(value)"
  }

  /// The same, said by somebody else.
  func said(by source: String) -> Setting {
    var copy = self
    copy.source = source
    return copy
  }

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    let path = argument[..<equals].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(path.count), path.allSatisfy({ !$0.isEmpty }) else { return nil }
    model = path.count == 2 ? String(path[0]) : nil
    key = String(path[path.count - 1])
    value = String(argument[argument.index(after: equals)...])
    text = argument
  }
}
