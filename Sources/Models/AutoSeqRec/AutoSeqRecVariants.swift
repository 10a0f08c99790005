import Gradients
public import Interactions
public import Ranking
public import Recommenders
public import Tensors

/// A live AutoSeqRec with several weightings of its terms: the terms are scored once a question and mixed
/// once a variant, O(n k) and O(n) for each variant.
public struct AutoSeqRecVariants: VariantScorer, ~Copyable, Sendable {
  private var live: LiveAutoSeqRec
  private let weightings: [[Float]]

  init(_ live: consuming LiveAutoSeqRec, weightings: [[Float]]) {
    self.live = live
    self.weightings = weightings
  }

  /// The number of items known.
  public var itemCount: Int { live.itemCount }

  /// The number of weightings.
  public var variantCount: Int { weightings.count }

  /// The same bits that a model with these weights gives.
  public func score(
    _ question: Question, variant body: (Int, Tensor<Float>) throws -> Void
  ) rethrows {
    let parts = live.parts(for: question)
    var scores = Tensor<Float>(zeros: [1, itemCount])
    for (variant, weights) in weightings.enumerated() {
      scores.fill(0)
      for (part, weight) in zip(parts, weights) { scores.add(part, times: weight) }
      try body(variant, scores)
    }
  }

  /// Takes an event into the state. O(k)
  public mutating func observe(_ event: Interaction) { live.observe(event) }
}

extension Trained<AutoSeqRec> {
  /// A live session after `log` of several options, which differ from the model's in the weights of terms
  /// alone. O(events k).
  ///
  /// - Precondition: all other options are the model's.
  public func variants(
    _ options: [AutoSeqRec.Options], after log: InteractionLog, workers: Workers = .one
  ) -> AutoSeqRecVariants {
    for options in options {
      var expected = model.options
      expected.lambda1 = options.lambda1
      expected.lambda2 = options.lambda2
      precondition(options == expected, "\(options) is no weighting of \(model.options)")
    }
    return AutoSeqRecVariants(
      live(after: log, workers: workers),
      weightings: options.map { $0.termWeights.map { Float($0) } })
  }
}
