public import Interactions
public import Tensors

/// Which vectors an AutoRec reads and writes: what a user has, or who has an item.
public protocol AutoRecRows: Hashable, Sendable {
  /// The length D of a row.
  var columns: Int { get }

  /// Whether a column that training did not meet is decoded like the mean of the others. Its own decoder has
  /// learned that nobody has it.
  static var decodesUnmetAsMean: Bool { get }

  /// The rows of a log; those without entries teach nothing.
  ///
  /// - Precondition: the log has no more columns.
  func matrix(of log: InteractionLog) -> SparseMatrix<Float>
}

/// Rows of R: the items of each user.
public struct UserRows: AutoRecRows {
  /// The number of items n.
  public let columns: Int

  /// No: an item that nobody had is not recommended before all others.
  public static var decodesUnmetAsMean: Bool { false }

  /// R, binary. O(events).
  public func matrix(of log: InteractionLog) -> SparseMatrix<Float> {
    precondition(
      log.itemCount <= columns, "a log of \(log.itemCount) items for a model of \(columns)")
    return UserItemMatrix(after: log).matrix(users: log.userCount, items: columns)
  }
}

/// Columns of R: the users of each item.
public struct ItemRows: AutoRecRows {
  /// The number of users m.
  public let columns: Int

  /// Yes: of a user without events, what users like on the whole is all that is known.
  public static var decodesUnmetAsMean: Bool { true }

  /// R transposed, binary. O(events).
  public func matrix(of log: InteractionLog) -> SparseMatrix<Float> {
    precondition(
      log.userCount <= columns, "a log of \(log.userCount) users for a model of \(columns)")
    return UserItemMatrix(after: log).matrix(users: columns, items: log.itemCount).transposed()
  }
}

extension AutoRecRows where Self == UserRows {
  /// The items of each user, out of so many.
  ///
  /// - Precondition: at least one item.
  public static func users(itemCount: Int) -> UserRows {
    precondition(itemCount > 0, "rows of \(itemCount) items")
    return UserRows(columns: itemCount)
  }
}

extension AutoRecRows where Self == ItemRows {
  /// The users of each item, out of so many.
  ///
  /// - Precondition: at least one user.
  public static func items(userCount: Int) -> ItemRows {
    precondition(userCount > 0, "rows of \(userCount) users")
    return ItemRows(columns: userCount)
  }
}
