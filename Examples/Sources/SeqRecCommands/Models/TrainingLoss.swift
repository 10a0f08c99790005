import SeqRec

/// What a sequence model minimises, by the names that `--set loss` takes.
enum TrainingLoss: String, CaseIterable, Sendable {
  /// The next item against drawn ones.
  case binaryCrossEntropy
  /// The next item among all.
  case softmax

  /// - Parameter negatives: how many items are drawn, where some are.
  func objective(negatives: Int) -> any Objective {
    switch self {
    case .binaryCrossEntropy: BinaryCrossEntropy(negatives: negatives)
    case .softmax: SoftmaxCrossEntropy()
    }
  }
}
