import SeqRec

/// What a sequence model minimises, by the names that `--set loss` takes.
enum TrainingLoss: String, CaseIterable, Sendable {
  /// The next item against drawn ones.
  case binaryCrossEntropy
  /// The same, with less weight for the next item the fewer are drawn.
  case gbce
  /// The next item among all.
  case softmax
  /// The next item among itself and drawn ones, the same for all positions of a user.
  case sampledSoftmax

  /// - Parameters:
  ///   - negatives: how many items are drawn, where some are.
  ///   - calibration: how far `gbce` weighs a target by how many are drawn.
  func objective(negatives: Int, calibration: Double = 0.75) -> any Objective {
    switch self {
    case .binaryCrossEntropy: BinaryCrossEntropy(negatives: negatives)
    case .gbce: GeneralizedBinaryCrossEntropy(negatives: negatives, calibration: calibration)
    case .softmax: SoftmaxCrossEntropy()
    case .sampledSoftmax: SampledSoftmaxCrossEntropy(drawing: .perSequence(negatives))
    }
  }
}
