/// What the mean difference of two models would have been on other units of the same kind: units drawn
/// with replacement from those that there are, again and again (Efron and Tibshirani, "An Introduction to
/// the Bootstrap", 1993).
public struct PairedBootstrap: Hashable, Sendable {
  /// The mean difference of the units that there are.
  public let difference: Double
  /// The percentile interval: with B resamples and `k = floor((B + 1) (1 - level) / 2)`, from the k-th
  /// smallest to the k-th largest of their means.
  public let interval: ClosedRange<Double>
  /// How many of the intervals of such experiments hold the true difference.
  public let level: Double
  /// `min(1, 2 (1 + m) / (B + 1))`, m being how many of the resamples' means are at most 0, or at least 0
  /// if those are fewer. At most `1 - level` exactly where the interval leaves 0 out. Never 0: the
  /// experiment itself counts as one resample (Davison and Hinkley, "Bootstrap Methods and their
  /// Application", 1997).
  public let pValue: Double
}
