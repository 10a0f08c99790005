public import SeqRec

/// Recommenders side by side: how each ranks everybody's last item among 50 others, and how sure the difference to the first is.
public struct PairingTable {
  /// The last item of each user is what is ranked, the one before it is left out of training.
  public let split: Split
  /// The number of threads.
  public let workers = Workers(2)
  private let protocolB: LeaveOneOut
  private var baseline: [Int] = []

  /// A table without rows. Prints its heading.
  public init(of log: InteractionLog) {
    split = log.split(.leaveOneOut)
    protocolB = LeaveOneOut(split, negatives: [50])
    print(" NDCG@10   HR@10  of the first      p")
  }

  /// The log that the command line names, of users and items with five interactions; a made one where it names none.
  public static func log(_ path: String?) throws -> InteractionLog {
    try path.map { try InteractionLog(contentsOf: $0).keepingCore(users: 5, items: 5) }
      ?? SyntheticLog().log(seed: Seed(1))
  }

  /// Trains a composition on all but the last two items of each user.
  public func trained<Items, States, Score, User, Loss>(
    _ model: SequentialRecommender<Items, States, Score, User, Loss>, epochs: Int
  ) throws -> Trained<SequentialRecommender<Items, States, Score, User, Loss>> {
    try Trainer(.sasRec, epochs: epochs, batchSize: 128, workers: workers)
      .fit(model, on: split.train)
  }

  /// Ranks with the session that `live` begins after all but each user's last item, and prints the row.
  public mutating func add<Live: LiveRecommender & ~Copyable>(
    _ name: String, live: (InteractionLog) throws -> Live
  ) throws {
    let ranks = try protocolB.test(live(split.trainAndValidation)).ranks(.sampled(50))
      .map(\.pessimistic)
    if baseline.isEmpty { baseline = ranks }
    let change = PairedDifferences(of: .gain(at: 10), [ranks], against: [baseline])
    let (metrics, base) = (RankingMetrics(ranks: ranks), RankingMetrics(ranks: baseline))
    print(
      Self.text(metrics.ndcg(at: 10) ?? 0, 8), Self.text(metrics.recall(at: 10) ?? 0, 7),
      Self.text(100 * change.mean / (base.ndcg(at: 10) ?? 1), 12) + "%",
      Self.text(try change.bootstrap(seed: Seed(0)).pValue, 6), name)
  }

  private static func text(_ value: Double, _ width: Int) -> String {
    let digits = String((value * 1e4).rounded() / 1e4)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }
}
