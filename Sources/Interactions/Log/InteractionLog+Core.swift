extension InteractionLog {
  /// The k-core: users with fewer than `users` events and items with fewer than `items` are dropped
  /// again and again until none is left. The result is the largest log in which all have enough, and
  /// does not depend on the order of dropping. Duplicates count. Ids are numbered anew.
  ///
  /// 0 or 1 means no filter on that side. O(events).
  public func keepingCore(users minimumOfUser: Int, items minimumOfItem: Int) -> InteractionLog {
    // Users and items are the nodes of one graph whose edges are the events.
    let byUser = RowsByKey(userColumn, keys: userCount)
    let byItem = RowsByKey(itemColumn, keys: itemCount)
    var userDegrees = byUser.counts
    var itemDegrees = byItem.counts
    var isKept = [Bool](repeating: true, count: count)
    var dropped: [(isUser: Bool, index: Int)] =
      userDegrees.indices.filter { userDegrees[$0] < minimumOfUser }.map { (true, $0) }
      + itemDegrees.indices.filter { itemDegrees[$0] < minimumOfItem }.map { (false, $0) }
    while let (isUser, index) = dropped.popLast() {
      for row in isUser ? byUser[index] : byItem[index] where isKept[Int(row)] {
        isKept[Int(row)] = false
        if isUser {
          let item = Int(itemColumn[Int(row)])
          itemDegrees[item] -= 1
          if itemDegrees[item] == minimumOfItem - 1 { dropped.append((false, item)) }
        } else {
          let user = Int(userColumn[Int(row)])
          userDegrees[user] -= 1
          if userDegrees[user] == minimumOfUser - 1 { dropped.append((true, user)) }
        }
      }
    }
    let kept = (0..<Int32(count)).filter { isKept[Int($0)] }
    let columns = Columns(users: userColumn, items: itemColumn, timestamps: timestamps)
    return InteractionLog(columns.gathering(kept), userIDs: users.ids, itemIDs: items.ids)
  }
}
