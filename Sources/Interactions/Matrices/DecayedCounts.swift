import Tensors

/// How much each item is interacted with at present: counts that halve with every `halfLife` events of
/// anybody.
///
///     d[i] = sum over the events e of item i of 2^(-(k - k_e) / halfLife)
///
/// with `k` the number of events so far and `k_e` that of event `e`. Events are the clock because they are
/// there in every log; times may be days, or missing. O(1) an event, amortised; memory O(items).
public struct DecayedCounts: Sendable {
  /// After how many events a count is worth half.
  public let halfLife: Double
  /// Each `d[i]` times `unit`.
  private var scaled: [Double] = []
  /// What an event counts now: instead of all counts shrinking, what is added grows.
  private var unit = 1.0
  private var total = 0.0
  private let growth: Double

  /// Nothing has happened yet.
  ///
  /// - Precondition: a finite half-life of at least 1: far below, one event would outgrow every number.
  public init(halfLife: Double) {
    precondition(halfLife >= 1 && halfLife.isFinite, "a half-life of \(halfLife) events")
    self.halfLife = halfLife
    growth = exponential(logarithm(2) / halfLife)
  }

  /// Begins to fetch from memory what counting an item reads.
  package func prefetch(_ item: Int) { Tensors.prefetch(item, of: scaled) }

  /// Counts an event.
  ///
  /// - Precondition: an item of at least 0.
  public mutating func count(_ item: Int) {
    while scaled.count <= item { scaled.append(0) }
    unit *= growth
    scaled[item] += unit
    total += unit
    guard unit > 0x1p100 else { return }
    for index in scaled.indices { scaled[index] /= unit }
    total /= unit
    unit = 1
  }

  /// The share of an item in all counts; 0 for one that never came, and before the first event. O(1).
  public func share(of item: Int) -> Double {
    scaled.indices.contains(item) && total > 0 ? scaled[item] / total : 0
  }
}
