import Tensors

/// How well each event of a synthetic log can be foretold.
///
/// ```swift
/// let (log, oracle) = SyntheticLog().logWithOracle(seed: Seed(1))
/// let split = log.split(.byTime(train: 0.8, validation: 0.1))
/// let test = AttainableMetrics(meanOf: oracle.attainable.suffix(split.test.count))
/// print(metrics.mrr / test.reciprocalRank)  // the share of the attainable MRR
/// ```
///
/// The oracle knows the generator and, of the user, the taste at that time, which no recommender sees.
/// Whoever knows less expects no more, so `attainable` is an upper bound of what any ranking by the past
/// can expect, and not a tight one: taste has to be guessed from histories. It bounds expectations; the
/// metrics of a few events may lie above by luck.
///
/// Candidates are the recipe's items that are new to the user. Candidates that the user has would
/// not change anything, having a probability of 0. Where a log does not meet all of its recipe's items,
/// its vocabulary tells which ones never come, and that is not in the bound.
public struct SyntheticOracle: Sendable {
  /// What is attainable at each event, in the log's order.
  public let attainable: [AttainableMetrics]
  private let recipe: SyntheticLog
  private let seed: Seed
  /// Whose event each one of the log is, and how many the user had before.
  private let places: [(user: Int, step: Int)]

  /// - Parameter attainable: by user and step.
  init(
    of log: InteractionLog, recipe: SyntheticLog, seed: Seed, attainable: [[AttainableMetrics]]
  ) {
    var users = [Int](repeating: 0, count: log.userCount)
    for user in 0..<recipe.users {
      guard let index = log.users.index(of: SyntheticLog.id(ofUser: user)) else { continue }
      users[index] = user
    }
    var steps = [Int](repeating: 0, count: log.userCount)
    places = log.events.map { event in
      defer { steps[event.user] += 1 }
      return (users[event.user], steps[event.user])
    }
    self.attainable = places.map { attainable[$0.user][$0.step] }
    self.recipe = recipe
    self.seed = seed
  }

  /// The probability of each item to be that of an event, given all that the oracle knows before it; items
  /// that the user has are not among them. They add up to 1.
  ///
  /// Plays the user's events again: O(events of the user * items).
  ///
  /// - Precondition: `event` is a place in the log.
  public func probabilities(before event: Int) -> [String: Double] {
    let (user, step) = places[event]
    let world = recipe.world(seed: seed)
    var walk = recipe.walk(of: user, in: world, seed: seed)
    for _ in 0..<step { _ = walk.next() }
    let weights = walk.next()?.weights ?? []
    let total = Double(weights.reduce(0, +))
    let possible = zip(world.names, weights).filter { $0.1 > 0 }
    return Dictionary(uniqueKeysWithValues: possible.map { ($0, Double($1) / total) })
  }
}
