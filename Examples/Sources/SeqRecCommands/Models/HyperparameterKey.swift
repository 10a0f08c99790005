/// A hyper-parameter of a model: its name in `--set`, what it may be, and where the recipe keeps it.
struct HyperparameterKey<Model>: Sendable {
  let name: String
  /// What it is.
  let meaning: String
  /// The recipe's value; nil for a name that stands for several others.
  let value: @Sendable (Model) -> JSON?
  /// What a selection tries, as `--set` takes it; empty where it leaves the value alone.
  let grid: [String]
  /// Whether training does not read it, so that a selection tries all its values on one training.
  let isPostHoc: Bool
  /// The keys that a value of this one is given to, where it has none of its own.
  let standsFor: [String]
  private let setter: @Sendable (inout Model, String) -> Bool
  private let expected: String

  /// What it is, and what it may be.
  var help: String { "\(meaning): \(expected)" }

  func set(_ model: inout Model, _ setting: Setting) throws(ToolError) {
    guard setter(&model, setting.value) else {
      throw ToolError(
        .usage, "\(setting.place): expected \(expected), found \"\(setting.value.prefix(80))\"")
    }
  }

  /// A whole number in a range.
  init(
    _ name: String, _ path: any WritableKeyPath<Model, Int> & Sendable, in range: ClosedRange<Int>,
    _ help: String, standsFor: [String] = [], grid: [String] = []
  ) {
    self.init(
      name, "a whole number from \(range.lowerBound) to \(range.upperBound)", help, grid: grid,
      standsFor: standsFor
    ) {
      standsFor.isEmpty ? .integer($0[keyPath: path]) : nil
    } setter: { model, text in
      guard let number = Int(text), range.contains(number) else { return false }
      model[keyPath: path] = number
      return true
    }
  }

  /// A number that `isAllowed`, which `expected` describes.
  init(
    _ name: String, _ path: any WritableKeyPath<Model, Double> & Sendable, _ expected: String,
    _ help: String, standsFor: [String] = [], grid: [String] = [], isPostHoc: Bool = false,
    isAllowed: @escaping @Sendable (Double) -> Bool
  ) {
    self.init(name, expected, help, grid: grid, isPostHoc: isPostHoc, standsFor: standsFor) {
      standsFor.isEmpty ? .number($0[keyPath: path]) : nil
    } setter: { model, text in
      guard let number = Double(text), number.isFinite, isAllowed(number) else { return false }
      model[keyPath: path] = number
      return true
    }
  }

  /// A choice of two.
  init(
    _ name: String, _ path: any WritableKeyPath<Model, Bool> & Sendable, _ help: String,
    grid: [String] = []
  ) {
    self.init(name, "true or false", help, grid: grid) {
      .bool($0[keyPath: path])
    } setter: { model, text in
      guard let value = Bool(text) else { return false }
      model[keyPath: path] = value
      return true
    }
  }

  /// One of some names.
  init<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: any WritableKeyPath<Model, Choice> & Sendable, _ help: String,
    grid: [String] = []
  ) {
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    self.init(name, "one of \(names)", help, grid: grid) {
      .string($0[keyPath: path].rawValue)
    } setter: { model, text in
      guard let value = Choice(rawValue: text) else { return false }
      model[keyPath: path] = value
      return true
    }
  }

  /// The same key of a model that has this one as a part: `part.key`.
  func within<Whole>(
    _ name: String, _ part: any WritableKeyPath<Whole, Model> & Sendable
  ) -> HyperparameterKey<Whole> {
    HyperparameterKey<Whole>(
      "\(name).\(self.name)", expected, "\(name)'s \(meaning)", grid: [],
      standsFor: standsFor.map { "\(name).\($0)" }
    ) { [value] in
      value($0[keyPath: part])
    } setter: { [setter] in
      setter(&$0[keyPath: part], $1)
    }
  }

  /// The same key of a model that keeps its value in a part.
  func of<Whole>(
    _ part: any WritableKeyPath<Whole, Model> & Sendable
  ) -> HyperparameterKey<Whole> {
    HyperparameterKey<Whole>(
      name, expected, meaning, grid: grid, isPostHoc: isPostHoc, standsFor: standsFor
    ) { [value] in
      value($0[keyPath: part])
    } setter: { [setter] in
      setter(&$0[keyPath: part], $1)
    }
  }

  private init(
    _ name: String, _ expected: String, _ help: String, grid: [String], isPostHoc: Bool = false,
    standsFor: [String] = [],
    value: @escaping @Sendable (Model) -> JSON?,
    setter: @escaping @Sendable (inout Model, String) -> Bool
  ) {
    self.name = name
    self.expected = expected
    meaning = help
    self.value = value
    self.grid = grid
    self.isPostHoc = isPostHoc
    self.standsFor = standsFor
    self.setter = setter
  }
}
