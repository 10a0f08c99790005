import Gradients

/// The sizes that the pieces of a composition have to agree on.
public struct CompositionSizes: Hashable, Sendable {
  /// The number of items.
  public var itemCount: Int
  /// The width of a state; nil without states.
  public var stateWidth: Int?
  /// The width of the items that the model reads; nil without such a table.
  public var itemWidth: Int?
  /// The parts of a context that the composition makes.
  public var parts: Context.Parts

  /// The sizes of a composition.
  public init(itemCount: Int, stateWidth: Int?, itemWidth: Int?, parts: Context.Parts) {
    self.itemCount = itemCount
    self.stateWidth = stateWidth
    self.itemWidth = itemWidth
    self.parts = parts
  }

  /// Whether a score finds what it reads, in the sizes that it wants.
  ///
  /// - Throws: ``CompositionError``
  public func check(_ score: any ScoreFunction) throws(CompositionError) {
    for (part, name) in Self.names where score.reads.contains(part) && !parts.contains(part) {
      throw .missing(part: name, neededBy: "\(type(of: score))")
    }
    try score.check(self)
  }

  /// Whether a score's targets, its own or else the model's items, have the width of a state.
  ///
  /// - Throws: ``CompositionError``
  public func checkTargets(
    _ items: (any ItemEncoder)?, for piece: String
  ) throws(CompositionError) {
    if let items, items.itemCount != itemCount {
      throw .itemCount(
        piece: "the targets of \(piece)", expected: itemCount, found: items.itemCount)
    }
    guard let stateWidth, let width = items?.width ?? itemWidth, width != stateWidth else { return }
    throw .width(of: "the targets of \(piece)", expected: stateWidth, found: width)
  }

  private static let names: [(Context.Parts, String)] = [
    (.user, "user's embedding"), (.state, "state"), (.items, "model's items"),
    (.sequences, "histories"),
  ]
}

extension [Parameter] {
  /// Each parameter once: pieces that name the same one share it.
  ///
  /// - Throws: ``CompositionError/path(_:)`` where two different ones have the same path.
  func shared() throws(CompositionError) -> [Parameter] {
    var byPath: [String: Parameter] = [:]
    var shared: [Parameter] = []
    for parameter in self {
      if let known = byPath[parameter.path] {
        guard known == parameter else { throw .path(parameter.path) }
      } else {
        byPath[parameter.path] = parameter
        shared.append(parameter)
      }
    }
    return shared
  }
}
