import Gradients
public import Interactions
public import Ranking
public import Recommenders
public import Tensors

/// A live AutoSeqRec with several weightings of its terms: the terms are scored once a question and mixed
/// once a variant, O(n k) and O(n) for each variant.
public struct AutoSeqRecVariants: VariantScorer, ~Copyable, Sendable {
  private var live: LiveAutoSeqRec
  /// `[variants, terms]`
  private let weightings: Tensor<Float>
  private let workers: Workers

  init(_ live: consuming LiveAutoSeqRec, weightings: Tensor<Float>, workers: Workers) {
    self.live = live
    self.weightings = weightings
    self.workers = workers
  }

  /// The number of items known.
  public var itemCount: Int { live.itemCount }

  /// The number of weightings.
  public var variantCount: Int { weightings.rows }

  /// `scores = weightings [terms scored]`. Each row has the bits that a model with these weights gives.
  public func score(_ question: Question, into scores: inout Tensor<Float>) {
    let parts = live.parts(for: question)
    var terms = Tensor<Float>(zeros: [parts.count, itemCount])
    for (row, part) in parts.enumerated() { terms.assignRow(0, of: part, toRow: row) }
    scores.multiply(.plain(weightings), .plain(terms), on: workers)
  }

  /// Takes an event into the state. O(k)
  public mutating func observe(_ event: Interaction) { live.observe(event) }
}

extension Trained<AutoSeqRec> {
  /// A live session after `log` of several options, which differ from the model's in the weights of terms
  /// alone. O(events k).
  ///
  /// - Precondition: each would do for a model of its own, as ``AutoSeqRec/init(itemCount:width:options:)``
  ///   asks, and all options but the weights are the model's.
  public func variants(
    _ options: [AutoSeqRec.Options], after log: InteractionLog, workers: Workers = .one
  ) -> AutoSeqRecVariants {
    for options in options {
      precondition(options.areValid, "\(options)")
      precondition(
        options.differ(inWeightsAloneFrom: model.options),
        "\(options) is no weighting of \(model.options)")
    }
    // A model that has every term which one of them weighs.
    let used = AutoSeqRec.Term.allCases.filter { term in
      options.contains { $0.weight(of: term) != 0 }
    }
    let host = AutoSeqRec(
      itemCount: model.itemCount, width: model.width,
      options: model.options.sharing(equallyAmong: used))
    let terms = AutoSeqRec.Term.allCases.filter { host.score.termNames.contains($0.rawValue) }
    return AutoSeqRecVariants(
      Trained(host, weights: weights).live(after: log, workers: workers),
      weightings: Tensor(
        options.flatMap { options in terms.map { Float(options.weight(of: $0)) } },
        shape: [options.count, terms.count]),
      workers: workers)
  }
}
