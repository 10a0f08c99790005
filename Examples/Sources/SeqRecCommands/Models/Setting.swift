import ArgumentParser

/// `key=value` or `model.key=value`, as `--set` and `--grid` take them and configurations hold them. A key of a
/// part of a model is `part.key`.
struct Setting: ExpressibleByArgument, Hashable, Sendable {
  /// The model that it is meant for; nil for all that have the key.
  let model: String?
  let key: String
  let value: String
  /// As it was written.
  let text: String
  /// The option that it came with; nil where there is none.
  var option: String? = "--set"

  /// Parts of models that have hyper-parameters of their own.
  static let parts: Set = ["autoencoder", "itemItem"]

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
    var path = argument[..<equals].split(separator: ".", omittingEmptySubsequences: false)
    guard path.allSatisfy({ !$0.isEmpty }), let last = path.popLast() else { return nil }
    let part = path.last.flatMap { Self.parts.contains(String($0)) ? path.removeLast() : nil }
    guard path.count <= 1 else { return nil }
    model = path.first.map { String($0) }
    key = (part.map { $0 + "." } ?? "") + last
    value = String(argument[argument.index(after: equals)...])
    text = argument
  }
}
