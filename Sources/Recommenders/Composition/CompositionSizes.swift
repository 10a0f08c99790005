import Gradients

/// The sizes that the pieces of a composition have to agree on.
public struct CompositionSizes: Hashable, Sendable {
  /// The number of items.
  public var itemCount: Int
  /// The width of the users' embeddings; nil without an encoder of users.
  public var userWidth: Int?
  /// The width of a state; nil without states.
  public var stateWidth: Int?
  /// The width of the items that the model reads; nil without such a table.
  public var itemWidth: Int?
  /// Whether it makes histories.
  public var hasSequences: Bool
  /// What else it makes, in sizes that follow from these.
  public var others: Context.Parts

  /// The sizes of a composition.
  public init(
    itemCount: Int, userWidth: Int? = nil, stateWidth: Int? = nil, itemWidth: Int? = nil,
    hasSequences: Bool = false, others: Context.Parts = []
  ) {
    self.itemCount = itemCount
    self.userWidth = userWidth
    self.stateWidth = stateWidth
    self.itemWidth = itemWidth
    self.hasSequences = hasSequences
    self.others = others
  }

  /// The parts of a context that the composition makes.
  public var parts: Context.Parts {
    var parts = others
    if hasSequences { parts.insert(.sequences) }
    if userWidth != nil { parts.insert(.user) }
    if stateWidth != nil { parts.insert(.state) }
    if itemWidth != nil { parts.insert(.items) }
    return parts
  }

  /// Whether a sequence model finds the widths that it reads, and can read so many items.
  ///
  /// - Throws: ``CompositionError``
  func check(_ model: any SequenceModel, window: Int) throws(CompositionError) {
    guard window >= 1 else { throw .window(window) }
    if let longest = model.maxLength, window > longest {
      throw .length(window: window, longest: longest)
    }
    if let itemWidth, itemWidth != model.inputWidth {
      throw .width(of: "the items", expected: model.inputWidth, found: itemWidth)
    }
    guard let expected = model.userWidth else { return }
    guard let userWidth else {
      throw .missing(part: "user's embedding", neededBy: "\(type(of: model))")
    }
    if userWidth != expected {
      throw .width(of: "the users", expected: expected, found: userWidth)
    }
  }

  /// Whether an encoder of users reads histories of as many items, and somebody reads it.
  ///
  /// - Throws: ``CompositionError``
  func check(
    _ users: any UserEncoder, readBy model: any SequenceModel, _ score: any ScoreFunction
  ) throws(CompositionError) {
    guard model.userWidth != nil || score.reads.contains(.user) else {
      throw .unread("\(type(of: users))")
    }
    if let found = users.itemCount, found != itemCount {
      throw .itemCount(piece: "\(type(of: users))", expected: itemCount, found: found)
    }
  }

  /// Whether a score finds what it reads, in the sizes that it wants.
  ///
  /// - Throws: ``CompositionError``
  public func check(_ score: any ScoreFunction) throws(CompositionError) {
    for (part, name) in Self.names where score.needs.contains(part) && !parts.contains(part) {
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
    (.sequences, "histories"), (.sources, "items as sources"),
    (.transitions, "counted transitions"), (.trend, "trend"),
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
