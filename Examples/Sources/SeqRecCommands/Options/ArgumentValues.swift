public import ArgumentParser
public import SeqRec

/// Values between commas, as `1,2,3`; none may be empty.
struct CommaList<Element: LosslessStringConvertible & Sendable>: ExpressibleByArgument, Sendable {
  let elements: [Element]

  init(_ elements: [Element]) {
    self.elements = elements
  }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    elements = parts.compactMap { $0.isEmpty ? nil : Element(String($0)) }
    guard elements.count == parts.count else { return nil }
  }

  var defaultValueDescription: String { elements.map(\.description).joined(separator: ",") }
}

/// What `--positive` keeps.
enum LeastRating: ExpressibleByArgument, Sendable {
  case off
  case rating(Double)

  init?(argument: String) {
    if argument == "off" {
      self = .off
    } else if let number = Double(argument) {
      self = .rating(number)
    } else {
      return nil
    }
  }

  /// The number, where there is one.
  var number: Double? {
    if case .rating(let number) = self { number } else { nil }
  }
}

extension InteractionFormat: @retroactive ExpressibleByArgument {}
extension SeenItems: @retroactive ExpressibleByArgument {}
extension NegativesRule: @retroactive ExpressibleByArgument {}

extension SeenItems {
  /// As a table's head says it.
  var phrase: String {
    switch self {
    case .filtered: "seen items filtered"
    case .kept: "seen items kept"
    }
  }
}
