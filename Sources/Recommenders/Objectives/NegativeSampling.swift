/// What is drawn against the targets of a batch.
public enum NegativeSampling: Hashable, Sendable {
  /// Nothing.
  case none
  /// So many items for each question, all equally likely that its user has not met in training.
  case perQuestion(Int)
  /// So many different items for each sequence, shared by its questions, all equally likely that its user has not met
  /// in training; fewer where fewer are left.
  case perSequence(Int)
  /// So many items for the whole batch, each as likely as the `exponent`-th power of how often training has it; one may be
  /// drawn twice. `withTargets`, the targets of the batch's questions are negatives of the others besides.
  case perBatch(Int, exponent: Double, withTargets: Bool)

  /// - Precondition: something is drawn, by numbers that make sense.
  func requireSome() {
    switch self {
    case .none: preconditionFailure("a loss of drawn items for which none are drawn")
    case .perQuestion(let count), .perSequence(let count):
      precondition(count >= 1, "\(count) negatives")
    case .perBatch(let count, let exponent, let withTargets):
      precondition(
        count >= (withTargets ? 0 : 1) && exponent.isFinite && exponent >= 0,
        "\(count) negatives by counts to the power of \(exponent)")
    }
  }
}
