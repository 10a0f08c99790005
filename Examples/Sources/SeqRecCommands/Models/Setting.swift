import ArgumentParser

/// `key=value` or `model.key=value`, as `--set` and `--grid` take them and configurations hold them.
struct Setting: ExpressibleByArgument, Hashable, Sendable {
  /// The model that it is meant for; nil for all that have the key.
  let model: String?
  let key: String
  let value: String
  /// As it was written.
  let text: String
  /// The option that it came with; nil where there is none.
  var option: String? = "--set"

  /// What messages call it.
  var place: String { (option.map { $0 + " " } ?? "") + text }

  /// A value of a key.
  init(_ key: String, _ value: String, option: String? = nil) {
    model = nil
    self.key = key
    self.value = value
    self.option = option
    text = "\(key)=\(value)"
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
