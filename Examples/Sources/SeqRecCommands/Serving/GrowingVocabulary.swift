import SeqRec

/// The ids of a log and those that came later, numbered on from it.
struct GrowingVocabulary {
  private let base: Vocabulary
  private var laterIDs: [String] = []
  /// By bytes: a `String` would take different ids for one that look the same.
  private var later: [[UInt8]: Int] = [:]

  init(_ base: Vocabulary) {
    self.base = base
  }

  var count: Int { base.count + laterIDs.count }

  subscript(index: Int) -> String {
    index < base.count ? base[index] : laterIDs[index - base.count]
  }

  func index(of id: String) -> Int? {
    base.index(of: id) ?? later[Array(id.utf8)]
  }

  mutating func intern(_ id: String) -> Int {
    if let index = index(of: id) { return index }
    let index = count
    laterIDs.append(id)
    later[Array(id.utf8)] = index
    return index
  }
}
