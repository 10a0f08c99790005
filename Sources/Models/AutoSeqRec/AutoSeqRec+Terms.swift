import Recommenders

extension AutoSeqRec {
  /// What a score is made of. The first three are the paper's and always there; of the others those that
  /// have a weight.
  public enum Term: String, CaseIterable, Hashable, Sendable {
    /// What the user's history decodes to.
    case longTerm = "long-term"
    /// What the transitions from the last items decode to.
    case oneHop = "one-hop"
    /// The user's and the last items' embedding against every item as a target.
    case twoHop = "two-hop"
    /// Where two hops lead, as the beginning of the next: ``MultiHopScore``.
    case multiHop = "multi-hop"
    /// Transitions from the last items, counted, without a parameter: with `j_0` the last item of the user,
    ///
    ///     m[i] = sum_a memory^a T[j_a, i] / (sum of T[j_a] + 5) / sum_a memory^a
    case transitions
    /// The share of each item in the interactions of late: ``DecayedCounts``.
    case trend
  }

  /// The scores by their terms, with their weights.
  static func terms(
    _ options: Options, collaborative: DecodedRow, source: DecodedRow
  ) -> [WeightedSum.Term] {
    let twoHop = TwoHopScore(factors: options.twoHopFactors)
    let multiHop = MultiHopScore(hops: options.hops)
    let isDistribution = options.reconstruction == .crossEntropy
    return Term.allCases.compactMap { term in
      let score: any ScoreFunction =
        switch term {
        case .longTerm: isDistribution ? ScoreDistribution(collaborative, .softmax) : collaborative
        case .oneHop: isDistribution ? ScoreDistribution(source, .softmax) : source
        case .twoHop: isDistribution ? ScoreDistribution(twoHop, .shares) : twoHop
        case .multiHop: isDistribution ? ScoreDistribution(multiHop, .shares) : multiHop
        case .transitions: CountedRow(.transitions)
        case .trend: CountedRow(.trend)
        }
      let weight = options.weight(of: term)
      guard term.isOfThePaper || weight != 0 else { return nil }
      return WeightedSum.Term(term.rawValue, weight: weight, score)
    }
  }
}

extension AutoSeqRec.Term {
  fileprivate var isOfThePaper: Bool { [.longTerm, .oneHop, .twoHop].contains(self) }
}

extension AutoSeqRec.Options {
  /// The weight of a term; all add up to 1.
  public func weight(of term: AutoSeqRec.Term) -> Double {
    switch term {
    case .longTerm: lambda1
    case .oneHop: lambda2
    case .twoHop: twoHopWeight
    case .multiHop: multiHopWeight
    case .transitions: transitionWeight
    case .trend: trendWeight
    }
  }

  /// The same options with one weight for all of these terms, and none for others.
  func sharing(equallyAmong terms: [AutoSeqRec.Term]) -> Self {
    let shares = AutoSeqRec.Term.allCases.map {
      ($0, terms.contains($0) ? 1 / Double(terms.count) : 0)
    }
    return weighing(Dictionary(uniqueKeysWithValues: shares))
  }

  /// The same options with other weights of some terms; the two-hop term gets what is left of 1.
  func weighing(_ weights: [AutoSeqRec.Term: Double]) -> Self {
    var options = self
    for (term, weight) in weights {
      switch term {
      case .longTerm: options.lambda1 = weight
      case .oneHop: options.lambda2 = weight
      case .twoHop: break
      case .multiHop: options.multiHopWeight = weight
      case .transitions: options.transitionWeight = weight
      case .trend: options.trendWeight = weight
      }
    }
    return options
  }
}
