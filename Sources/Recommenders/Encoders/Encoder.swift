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

  /// All rows `[n, width]`. Called once a step: a sequence reads its rows from the result.
  func table<S: Scalar>(on tape: inout Tape<S>) -> Variable
}

/// An encoder of users: by who they are, or by what they have done.
public protocol UserEncoder: Encoder {
  /// The users at every question of a batch: `[sequences.rowCount, width]`.
  ///
  /// The row of a position may depend on the items up to and including it, never on later ones.
  func rows<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable
}

/// A user encoder that looks at what happened alone: it never reads ``SequenceBatch/users``, so it
/// encodes somebody after any history, known to training or not.
public protocol InductiveUserEncoder: UserEncoder {}

/// The encoder of compositions that have none; there is no such value.
extension Never: InductiveUserEncoder {
  /// Never asked.
  public var width: Int { switch self {} }

  /// Never asked.
  public var parameters: [Parameter] { switch self {} }

  /// Never asked.
  public func rows<S: Scalar>(of sequences: SequenceBatch, on tape: inout Tape<S>) -> Variable {
    switch self {}
  }
}
