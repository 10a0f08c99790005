public import Gradients
public import Recommenders

extension AutoSeqRec {
  /// Everything but the sizes. The initial values are our defaults.
  public struct Options: Hashable, Sendable {
    /// The weight of the long-term score.
    public var lambda1 = 0.6
    /// The weight of the one-hop score; two-hop gets what all others leave of 1.
    public var lambda2 = 0.2
    /// The weight of the score after ``hops`` hops.
    public var multiHopWeight = 0.0
    /// The weight of what came next by counts alone; see ``Term/transitions``.
    public var transitionWeight = 0.0
    /// The weight of what is interacted with at present; see ``Term/trend``.
    public var trendWeight = 0.0

    /// What a decoded row is, and what it is compared with in training.
    public var reconstruction = Reconstruction.squaredError
    /// Rows of counts are encoded as `x / (sum of x)^countExponent`: 0 for counts as they are.
    public var countExponent = 0.0
    /// The probability that a hidden unit is dropped in training.
    public var encoderDropout = 0.3
    /// The probability that an output of the source or target decoder is dropped in training, where rows
    /// are compared by their squared error.
    public var outputDropout = 0.2
    /// New batches every epoch; else those of the first epoch, in its order, again and again.
    public var reshuffles = true
    /// Zero the encoder's rows of items without a training event, which are still as they began.
    public var silencesUntrained = true

    /// How many of a user's last items make the state, up to 1,000: 1 for the last one alone.
    public var recentItems = 1
    /// How much each of them counts next to the one after it.
    public var memory = 0.8
    /// What the two-hop score holds against targets; `both` but for ablations.
    public var twoHopFactors = TwoHopScore.Factors.both
    /// The hops of the multi-hop score.
    public var hops = 3
    /// After how many events of anybody an interaction is worth half in the trend: a finite number of at
    /// least 1.
    public var trendHalfLife = 100.0
    /// How often a transition counts that is observed after training: a finite number of at least 0.
    public var liveTransitionCount = 1.0
    /// Score a user without history by the terms that need no last item, with the weights that they have:
    /// `l1 g_c(f(0))`, the trend, and two-hop where ``twoHopFactors`` is the user alone, as `f(0) Et^T`. Else
    /// all scores are 0.
    public var scoresColdUsers = true

    /// The defaults.
    public init() {}

    /// What the paper calls `1 - lambda1 - lambda2`, less what further terms get; exactly 0 where rounding
    /// leaves a trace.
    public var twoHopWeight: Double {
      let rest = 1 - lambda1 - lambda2 - multiHopWeight - transitionWeight - trendWeight
      return abs(rest) < 1e-12 ? 0 : rest
    }

    /// Whether all but the weights of terms are the same, so that one training serves both.
    func differ(inWeightsAloneFrom other: Options) -> Bool {
      let weights = Term.allCases.map { ($0, other.weight(of: $0)) }
      return weighing(Dictionary(uniqueKeysWithValues: weights)) == other
    }

    var areValid: Bool {
      Term.allCases.allSatisfy { weight(of: $0) >= 0 }
        && (0..<1).contains(encoderDropout) && (0..<1).contains(outputDropout)
        && liveTransitionCount >= 0 && liveTransitionCount.isFinite
        && (0...1).contains(countExponent) && (1...1_000).contains(recentItems)
        && (0...1).contains(memory)
        && hops >= 3 && trendHalfLife >= 1 && trendHalfLife.isFinite
    }

    /// What the released code does differently: frozen batches, untrained rows left random, transitions
    /// counted twice once training is over, all-zero scores for cold users. To explain published
    /// numbers, not to serve.
    public static var paperCode: Options {
      var options = Options()
      options.reshuffles = false
      options.silencesUntrained = false
      options.liveTransitionCount = 2
      options.scoresColdUsers = false
      return options
    }

    /// What does best on validation of the data sets that we know, with AutoSeqRec's embeddings and their
    /// O(k) update: rows are decoded as distributions, learned by cross-entropy from damped counts; the
    /// state fades over eight items; what is only counted, transitions and the trend, has a share in the
    /// mixture. Train it with ``OptimizerRecipe/adam(rate:rates:)`` of 1e-3. The weights of the terms are a
    /// beginning: ``Trained/selectingWeights(on:after:steps:workers:)`` finds those of a data set.
    public static var tuned: Options {
      var options = Options()
      options.reconstruction = .crossEntropy
      options.countExponent = 0.5
      options.recentItems = 8
      options.lambda1 = 0.2
      options.lambda2 = 0.2
      options.transitionWeight = 0.2
      options.trendWeight = 0.2
      return options
    }
  }

  /// What a decoded row is, and what training compares it with.
  public enum Reconstruction: String, CaseIterable, Hashable, Sendable {
    /// An estimate of the row's counts (a sigmoid for users, a rectifier for items), by its mean squared
    /// error: the released code. Terms are added as they are.
    case squaredError
    /// A distribution over items (a softmax), by its cross-entropy with the row's shares. Empty rows say
    /// nothing. The two-hop scores are made distributions by their sum, so that all terms are of one size.
    case crossEntropy
  }
}

extension OptimizerRecipe {
  /// The released code's rates: encoder and target decoder 1e-5, source decoder 1e-2, collaborative
  /// decoder 1e-3.
  public static var autoSeqRec: OptimizerRecipe {
    .adam(
      rate: 1e-3,
      rates: [
        "encoder": 1e-5, "decoders.source": 1e-2, "decoders.collaborative": 1e-3,
        "decoders.target": 1e-5,
      ])
  }
}
