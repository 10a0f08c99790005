extension InteractionLog {
  /// The same events with items numbered as in `vocabulary`, whose ids come first, and the log's other items
  /// after them in their order: a model that was trained on one log reads another by it. O(events).
  public func numberingItems(by vocabulary: Vocabulary) -> InteractionLog {
    var added: [String] = []
    let numbers = items.ids.map { id in
      if let index = vocabulary.index(of: id) { return Int32(index) }
      added.append(id)
      return Int32(vocabulary.count + added.count - 1)
    }
    return InteractionLog(
      Columns(
        users: userColumn, items: itemColumn.map { numbers[Int($0)] }, timestamps: timestamps),
      users: users, items: added.isEmpty ? vocabulary : Vocabulary(vocabulary.ids + added))
  }
}
