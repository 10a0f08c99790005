public import Interactions
import Tensors

/// Leave-one-out evaluation (protocol B of SASRec and its successors): the last event of each user is
/// ranked among all items, and among sampled negatives.
///
/// ```swift
/// let (validation, test) = try LeaveOneOut.evaluate(split, negatives: [100], seed: 1) {
///   trained.live(after: $0)
/// }
/// test.metrics(.sampled(100)).ndcg(at: 10)
/// test.metrics(.full).hitRate(at: 10)
/// ```
///
/// A value of it holds targets and negatives, so that a training loop draws them once:
///
/// ```swift
/// let evaluation = LeaveOneOut(split, negatives: [100], seed: 1)
/// let validation = try evaluation.validate(scorer)
/// ```
///
/// The negatives are a function of the data set, the seed and their number, and every model meets the
/// same. Validation and test have different ones, so that what is chosen by validation is not chosen by the
/// negatives of the test. Whoever wants new ones at each evaluation makes a value for each, with a
/// `draw` of its own. Memory: 8 bytes a user and negative, 8 bytes an event.
public struct LeaveOneOut: Sendable {
  private let itemCount: Int
  let validation, test: Period

  /// Targets, negatives and what is known of the users. O(events + users negatives).
  ///
  /// - Parameters:
  ///   - negatives: for each number that many are drawn a user.
  ///   - seed: what they are drawn from.
  ///   - rule: how they are drawn.
  ///   - users: who is evaluated.
  ///   - draw: the number of an evaluation with negatives and sampled users of its own, such as the epoch
  ///     of a validation; `nil` for those that all evaluations share.
  /// - Precondition: the split is a leave-one-out split: nobody has two events in validation or in test.
  ///   The numbers of negatives are at least 1 and differ.
  public init(
    _ split: Split, negatives: [Int] = [100], seed: UInt64 = 0, rule: NegativesRule = .distinct,
    users: EvaluatedUsers = .all, draw: Int? = nil
  ) {
    precondition(Set(negatives).count == negatives.count, "\(negatives) names a number twice")
    let (userCount, itemCount) = (split.train.userCount, split.train.itemCount)
    func sets(_ parts: InteractionLog...) -> UserItemSets {
      UserItemSets(of: parts, userCount: userCount, itemCount: itemCount)
    }
    let inTraining = sets(split.train)
    let all = sets(split.train, split.validation, split.test)
    let pool = UniformNegatives(rejecting: rule == .distinct ? all : inTraining)
    let root = Seed(seed).child("negatives-eval")
    func period(_ name: String, _ part: InteractionLog, _ known: UserItemSets) -> Period {
      var eventOf: [Int: Interaction] = [:]
      for event in part.events {
        let earlier = eventOf.updateValue(event, forKey: event.user)
        precondition(earlier == nil, "user \(event.user) has two events of \(name)")
      }
      func drawn(_ seed: Seed) -> Seed { draw.map { seed.child("draw", $0) } ?? seed }
      let chosen = users.chosen(of: eventOf.keys.sorted()) { sample in
        // Those that all evaluations share are the same in both periods.
        draw == nil ? sample : drawn(sample.child(name))
      }
      return Period(
        events: chosen.compactMap { eventOf[$0] }, known: known,
        negatives: negatives.map {
          SampledNegatives(
            $0, for: chosen, from: pool, rule: rule, seed: drawn(root.child(name).child($0)))
        })
    }
    self.itemCount = itemCount
    validation = period("validation", split.validation, inTraining)
    // What a user has besides the target of the test is training and validation.
    test = period("test", split.test, all)
  }

  /// Validates a scorer made after training, and tests one made after training and validation.
  ///
  /// - Parameters:
  ///   - negatives, seed, rule, users, draw: see ``init(_:negatives:seed:rule:users:draw:)``.
  ///   - progress: called after each batch with the number of users done in both periods.
  ///   - scorer: makes a scorer that has seen a log; its parameters must be those of training.
  /// - Throws: what ``validate(_:batchSize:progress:)`` throws.
  public static func evaluate<S: Scorer & ~Copyable>(
    _ split: Split, negatives: [Int] = [100], seed: UInt64 = 0, rule: NegativesRule = .distinct,
    users: EvaluatedUsers = .all, draw: Int? = nil, batchSize: Int = 128,
    progress: ((Int) -> Void)? = nil, scorer: (InteractionLog) throws -> S
  ) throws -> (validation: LeaveOneOutResult, test: LeaveOneOutResult) {
    let evaluation = LeaveOneOut(
      split, negatives: negatives, seed: seed, rule: rule, users: users, draw: draw)
    let validation = try evaluation.validate(
      scorer(split.train), batchSize: batchSize, progress: progress)
    let test = try evaluation.test(scorer(split.trainAndValidation), batchSize: batchSize) {
      progress?(validation.users.count + $0)
    }
    return (validation, test)
  }

  /// Ranks each user's last but one item. O(n) a user besides the scorer's work.
  ///
  /// - Parameters:
  ///   - scorer: has seen the events of training.
  ///   - batchSize: how many users are scored at a time, in `batchSize * n` floats; it changes no rank of
  ///     a scorer whose rows do not depend on each other. A lone user is asked about twice.
  ///   - progress: called after each batch with the number of users done.
  /// - Precondition: the scorer scores the items of the split.
  /// - Throws: ``RankingError`` where a score is NaN; `CancellationError` where the task is cancelled.
  public func validate<S: Scorer & ~Copyable>(
    _ scorer: borrowing S, batchSize: Int = 128, progress: ((Int) -> Void)? = nil
  ) throws -> LeaveOneOutResult {
    check(scorer.itemCount)
    return try validation.ranks(scorer, batchSize, progress)
  }

  /// Ranks each user's last item, like ``validate(_:batchSize:progress:)``, with a scorer that has seen
  /// the events of training and validation.
  public func test<S: Scorer & ~Copyable>(
    _ scorer: borrowing S, batchSize: Int = 128, progress: ((Int) -> Void)? = nil
  ) throws -> LeaveOneOutResult {
    check(scorer.itemCount)
    return try test.ranks(scorer, batchSize, progress)
  }

  /// That a scorer of so many items scores those of the split.
  func check(_ itemCount: Int) {
    precondition(
      itemCount == self.itemCount, "a scorer of \(itemCount) items for \(self.itemCount)")
  }
}

/// Whose targets are ranked.
public enum EvaluatedUsers: Hashable, Sendable {
  /// All who have a target.
  case all
  /// So many of them, the same for every model; all if there are no more.
  case sample(Int, seed: UInt64)

  /// A sample is drawn from what `stream` makes of its seed.
  func chosen(of users: [Int], stream: (Seed) -> Seed) -> [Int] {
    guard case .sample(let count, let seed) = self, count < users.count else { return users }
    precondition(count >= 0, "a sample of \(count) users")
    var generator = stream(Seed(seed).child("users-eval")).generator()
    var order = users
    generator.shuffle(&order)
    return order.prefix(count).sorted()
  }
}
