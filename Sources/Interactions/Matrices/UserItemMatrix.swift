public import Tensors

/// R, the binary user-item matrix: `R[u, i] = 1` if user `u` has met item `i`, however often. It
/// grows by one entry at a time. Memory O(pairs).
public struct UserItemMatrix: Sendable {
  private var pairs = PairTable(filler: ())
  private var rows: [[Int32]] = []

  /// A matrix of zeros.
  public init() {}

  /// The matrix after all events of a log. O(events).
  public init(after log: InteractionLog) {
    for event in log.events { insert(user: event.user, item: event.item) }
  }

  /// The number of entries that are 1.
  public var count: Int { pairs.count }

  /// Sets `R[user, item] = 1` and says whether that is new. Expected O(1), amortised.
  ///
  /// - Precondition: indices in `0 ... Int32.max`.
  @discardableResult
  public mutating func insert(user: Int, item: Int) -> Bool {
    guard pairs.enter(packed(user, item), ()) == nil else { return false }
    while rows.count <= user { rows.append([]) }
    rows[user].append(Int32(item))
    return true
  }

  /// Begins to fetch from memory what entering a pair reads.
  func prefetch(user: Int, item: Int) {
    pairs.prefetch(packed(user, item))
    Tensors.prefetch(user, of: rows)
  }

  /// Whether `R[user, item]` is 1. Expected O(1).
  public func contains(user: Int, item: Int) -> Bool {
    pairs[packed(user, item)] != nil
  }

  /// The items of a user in the order of their first interaction; none for an unknown user. O(1).
  public func items(of user: Int) -> [Int32] {
    rows.indices.contains(user) ? rows[user] : []
  }

  /// R as a `users` x `items` sparse matrix. O(users + items + pairs).
  ///
  /// - Precondition: no entry lies outside.
  public func matrix(users: Int, items: Int) -> SparseMatrix<Float> {
    precondition(rows.count <= users, "\(rows.count) users in a matrix of \(users) rows")
    return SparseMatrix(
      columns: items, counts: (0..<users).map { self.items(of: $0).count },
      unsorted: rows.flatMap { $0 }, values: [Float](repeating: 1, count: count))
  }
}
