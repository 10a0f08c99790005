public import Interactions
public import Tensors

/// How the negatives of leave-one-out evaluation are drawn.
public enum NegativesRule: String, CaseIterable, Sendable {
  /// Different items, uniform, none that the user has in training, validation or test. All that are
  /// left where that is fewer than asked.
  case distinct
  /// The rule of SASRec's released code: uniform with replacement, none that the user has in training.
  /// An item may come twice, and the item of the other period, even the target, may come. That code also
  /// draws anew at each evaluation and evaluates 10,000 users at most: ``users(seed:)`` and
  /// ``draw(_:)`` say so to ``LeaveOneOut``.
  case paperCode = "paper-code"

  /// Whom an evaluation by this rule is of: everybody, or 10,000 at most.
  public func users(seed: UInt64) -> EvaluatedUsers {
    switch self {
    case .distinct: .all
    case .paperCode: .sample(10_000, seed: seed)
    }
  }

  /// The draw of the evaluation with that number, which an epoch gives to a validation on the way: `nil`
  /// where all evaluations share one.
  public func draw(_ number: Int) -> Int? {
    switch self {
    case .distinct: nil
    case .paperCode: number
    }
  }
}

/// The items that the targets of some users are ranked against.
///
/// Each user's are drawn from a seed of their own, so that they depend on the data set, the seed and
/// their number, and neither on the order of the users nor on which of them are evaluated.
/// Memory: 4 bytes a negative.
public struct SampledNegatives: Equatable, Sendable {
  /// How many were asked for.
  public let count: Int
  /// How many users got fewer, because no more items were left.
  public let shortUserCount: Int
  private let items: [Int32]
  /// `ends[p - 1] ..< ends[p]` are those of the user at place `p`.
  private let ends: [Int]

  /// Draws so many for each of the users. O(users count log(items of a user)).
  ///
  /// - Precondition: `count` is at least 1, and there are items.
  public init(
    _ count: Int, for users: [Int], from pool: UniformNegatives, rule: NegativesRule, seed: Seed
  ) {
    precondition(count >= 1, "\(count) negatives")
    var items: [Int32] = []
    var ends: [Int] = []
    items.reserveCapacity(users.count * count)
    var shortUserCount = 0
    for user in users {
      var generator = seed.child(user).generator()
      switch rule {
      case .distinct:
        items += pool.drawDistinct(count, for: user, using: &generator)
      case .paperCode:
        for _ in 0..<count { items.append(pool.draw(for: user, using: &generator)) }
      }
      if items.count - (ends.last ?? 0) < count { shortUserCount += 1 }
      ends.append(items.count)
    }
    self.count = count
    self.shortUserCount = shortUserCount
    self.items = items
    self.ends = ends
  }

  /// The negatives of the user at that place in the list of users. O(1).
  public subscript(place: Int) -> ArraySlice<Int32> {
    items[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
  }
}
