public import Gradients

extension AutoSeqRec {
  /// Everything but the sizes. The initial values are our defaults.
  public struct Options: Hashable, Sendable {
    /// The weight of the long-term score.
    public var lambda1 = 0.6
    /// The weight of the one-hop score; two-hop gets what the two leave of 1.
    public var lambda2 = 0.2
    /// The probability that a hidden unit is dropped in training.
    public var encoderDropout = 0.3
    /// The probability that an output of the source or target decoder is dropped in training.
    public var outputDropout = 0.2
    /// New batches every epoch; else those of the first epoch, in its order, again and again.
    public var reshuffles = true
    /// Zero the encoder's rows of items without a training event, which are still as they began.
    public var silencesUntrained = true
    /// How often a transition counts that is observed after training.
    public var liveTransitionCount = 1.0
    /// Score a user without history by `l1 g_c(f(0))`; else all scores are 0.
    public var scoresColdUsers = true

    /// The defaults.
    public init() {}

    /// What the paper calls `1 - lambda1 - lambda2`; exactly 0 where rounding leaves a trace.
    public var twoHopWeight: Double {
      let rest = 1 - lambda1 - lambda2
      return abs(rest) < 1e-12 ? 0 : rest
    }

    /// The weights of the long-term, one-hop and two-hop score.
    var termWeights: [Double] { [lambda1, lambda2, twoHopWeight] }

    /// Whether all but ``termWeights`` are the same, so that one training serves both.
    func differ(inWeightsAloneFrom other: Options) -> Bool {
      var weighted = self
      weighted.lambda1 = other.lambda1
      weighted.lambda2 = other.lambda2
      return weighted == other
    }

    var areValid: Bool {
      lambda1 >= 0 && lambda2 >= 0 && twoHopWeight >= 0
        && (0..<1).contains(encoderDropout) && (0..<1).contains(outputDropout)
        && liveTransitionCount >= 0
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
  }
}

extension AdamRecipe {
  /// The released code's rates: encoder and target decoder 1e-5, source decoder 1e-2, collaborative
  /// decoder 1e-3.
  public static var autoSeqRec: AdamRecipe {
    .adam(
      rate: 1e-3,
      rates: [
        "encoder": 1e-5, "decoders.source": 1e-2, "decoders.collaborative": 1e-3,
        "decoders.target": 1e-5,
      ])
  }
}
