/// What a decoder applies to its pre-activations.
public enum Activation: String, CaseIterable, Sendable {
  /// `y = u`
  case identity
  /// `y = max(u, 0)`
  case relu
  /// `y = 1 / (1 + exp(-u))`
  case sigmoid
}
