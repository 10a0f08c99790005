public import Gradients
import Tensors

/// What a score may look at: one row for each question.
public struct Context: Sendable {
  /// The number of questions.
  public var rowCount: Int
  /// The number of items that there are.
  public var itemCount: Int
  /// The users' embeddings `[rows, k]`.
  public var user: Variable?
  /// The states of their sequences `[rows, k]`.
  public var state: Variable?
  /// The items as the model reads them `[items, k]`.
  public var items: Variable?
  /// The histories behind the questions, with their times.
  public var sequences: SequenceBatch?
  /// The items as where transitions begin `[items, k]`, where ``items`` is where they end.
  public var sources: Variable?
  /// How often each item came after those that a question looks back on, counted `[rows, items]`.
  public var transitions: Variable?
  /// How much each item is interacted with at present, counted `[rows, items]`.
  public var trend: Variable?

  /// Rows of ``items`` as they were when some of the questions were asked, where those were not asked at one
  /// moment. It is no part that a score reads: it is about how ``items`` is read.
  package var formerItems: FormerRows?

  /// A context with what is known.
  public init(
    rowCount: Int, itemCount: Int, user: Variable? = nil, state: Variable? = nil,
    items: Variable? = nil, sequences: SequenceBatch? = nil, sources: Variable? = nil,
    transitions: Variable? = nil, trend: Variable? = nil
  ) {
    self.rowCount = rowCount
    self.itemCount = itemCount
    self.user = user
    self.state = state
    self.items = items
    self.sequences = sequences
    self.sources = sources
    self.transitions = transitions
    self.trend = trend
  }

  /// Parts of a context.
  public struct Parts: OptionSet, Hashable, Sendable {
    /// One bit for each part.
    public let rawValue: Int

    /// The parts whose bits are set.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// ``Context/user``
    public static let user = Parts(rawValue: 1)
    /// ``Context/state``
    public static let state = Parts(rawValue: 2)
    /// ``Context/items``
    public static let items = Parts(rawValue: 4)
    /// ``Context/sequences``
    public static let sequences = Parts(rawValue: 8)
    /// ``Context/sources``
    public static let sources = Parts(rawValue: 16)
    /// ``Context/transitions``
    public static let transitions = Parts(rawValue: 32)
    /// ``Context/trend``
    public static let trend = Parts(rawValue: 64)
  }

  /// What is there.
  public var parts: Parts {
    var parts: Parts = []
    if user != nil { parts.insert(.user) }
    if state != nil { parts.insert(.state) }
    if items != nil { parts.insert(.items) }
    if sequences != nil { parts.insert(.sequences) }
    if sources != nil { parts.insert(.sources) }
    if transitions != nil { parts.insert(.transitions) }
    if trend != nil { parts.insert(.trend) }
    return parts
  }

  /// `[rows, candidates a row]`
  func shape(of candidates: Candidates) -> Shape {
    switch candidates {
    case .all: [rowCount, itemCount]
    case .each(let items): [rowCount, items.count / max(rowCount, 1)]
    }
  }

  /// A part that a score says it reads.
  ///
  /// - Precondition: it is there.
  public subscript(_ part: KeyPath<Context, Variable?>) -> Variable {
    guard let variable = self[keyPath: part] else {
      preconditionFailure("a score reads a part of its context that is not there")
    }
    return variable
  }
}

/// The items that a score is asked about.
public enum Candidates: Hashable, Sendable {
  /// Every item for every question.
  case all
  /// As many items for each question, those of the first question first.
  case each([Int32])
}
