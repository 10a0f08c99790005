public import Gradients
public import Tensors

/// What vectors stand for items or users.
///
/// The name shadows `Swift.Encoder`; where `Codable`'s is meant, write `any Swift.Encoder`.
public protocol Encoder: Sendable {
  /// The width of a row.
  var width: Int { get }

  /// The parameters that are the encoder's own; their paths are the keys of a checkpoint.
  var parameters: [Parameter] { get }
}

/// An encoder of items: a row for each item of a catalogue.
public protocol ItemEncoder: Encoder {
  /// The number of items n.
  var itemCount: Int { get }

  /// All rows `[n, width]`.
  ///
  /// Called once a step by every piece that holds the encoder: a table that is computed with dropout is
  /// dropped anew by each of them.
  func table<S: Scalar>(on tape: inout Tape<S>) -> Variable
}

/// An encoder of users: by who they are, or by what they have done.
public protocol UserEncoder: Encoder {
  /// The number of users that it tells apart by their numbers; nil where numbers mean nothing to it.
  var userCount: Int? { get }

  /// The number of items that it can read in a history; nil where it reads none.
  var itemCount: Int? { get }

  /// The user at every position: `[positions, width]`, from the user of each sequence.
  ///
  /// The row of a position may depend on the items up to and including it, never on later ones. Numbers
  /// beyond ``userCount`` are ordinary arguments: somebody unknown has a row too.
  func rows<S: Scalar>(
    of users: [Int32], in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable
}

/// A user encoder that looks at what happened alone: it encodes somebody after any history, known to
/// training or not.
///
/// It cannot do otherwise: a composition asks it for ``rows(in:on:)``, and a ``SequenceBatch`` does not say
/// whose sequences it holds.
public protocol InductiveUserEncoder: UserEncoder {
  /// Whoever has such a history, at every position: `[positions, width]`.
  func rows<S: Scalar>(in sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable
}

extension InductiveUserEncoder {
  /// None.
  public var userCount: Int? { nil }

  /// The rows of the histories, whoever they belong to.
  public func rows<S: Scalar>(
    of users: [Int32], in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    rows(in: sequences, on: &tape)
  }
}

/// The encoder of compositions that have none; there is no such value.
extension Never: InductiveUserEncoder {
  /// Never asked.
  public var width: Int { switch self {} }

  /// Never asked.
  public var itemCount: Int? { switch self {} }

  /// Never asked.
  public var parameters: [Parameter] { switch self {} }

  /// Never asked.
  public func rows<S: Scalar>(in sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    switch self {}
  }
}
