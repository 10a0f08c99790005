public import Gradients
public import Tensors

/// What turns a sequence of vectors into states.
///
/// ```swift
/// struct LastItem: SequenceModel {
///   let width: Int
///   var inputWidth: Int { width }
///   var userWidth: Int? { nil }
///   var maxLength: Int? { nil }
///   var parameters: [Parameter] { [] }
///   func states<S: Scalar>(
///     of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
///   ) -> Variable { inputs }
/// }
/// ```
public protocol SequenceModel: Sendable {
  /// The width of the vectors that it reads.
  var inputWidth: Int { get }

  /// The width of the user's embedding that it reads; nil where it reads none.
  var userWidth: Int? { get }

  /// The width of a state.
  var width: Int { get }

  /// The longest sequence that it can read; nil for no limit.
  var maxLength: Int? { get }

  /// The parameters that are its own; their paths are the keys of a checkpoint.
  var parameters: [Parameter] { get }

  /// The state after every position.
  ///
  /// Sequences lie one below the other without padding: sequence `s` is the rows
  /// `starts[s] ..< starts[s + 1]`. A state depends on its own sequence alone, up to and including its
  /// position: a law that conformance checks.
  ///
  /// Shapes: `inputs [positions, inputWidth]`; `user [positions, k]` as it was at each position, nil in a
  /// composition without an encoder of users; the result `[positions, width]`.
  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable
}
