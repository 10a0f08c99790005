import SeqRec

/// Popularity, wrong in one way.
struct BrokenSession: LiveRecommender, ~Copyable, Sendable {
  enum Fault: CaseIterable {
    case forgetsWhatIsSeen, forgetsNewUsers, scoresTheFirstOnly, scoresNaN, favoursLaterItems
    case dropsObservations
  }

  let fault: Fault
  private var counts: [Float]
  private var seen: [Int: [Int32]] = [:]
  private let knownUsers: Int

  init(_ fault: Fault, after log: InteractionLog) {
    self.fault = fault
    counts = Array(repeating: 0, count: log.itemCount)
    knownUsers = log.userCount
    for event in log.events { enter(event) }
  }

  var itemCount: Int { counts.count }

  private mutating func enter(_ event: Interaction) {
    while counts.count <= event.item { counts.append(0) }
    counts[event.item] += 1
    if fault == .forgetsNewUsers && event.user >= max(knownUsers, 1) { return }
    let item = Int32(event.item)
    if !seen[event.user, default: []].contains(item) { seen[event.user, default: []].append(item) }
  }

  mutating func observe(_ event: Interaction) {
    if fault != .dropsObservations { enter(event) }
  }

  func seenItems(of user: Int) -> [Int32] { fault == .forgetsWhatIsSeen ? [] : seen[user] ?? [] }

  func canScore(_ user: Int) -> Bool { true }

  func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    for row in questions.indices {
      for item in counts.indices {
        let place = fault == .favoursLaterItems ? Float(item) / 100 : 0
        let isLost = fault == .scoresTheFirstOnly && row > 0
        scores[row, item] = isLost ? 0 : counts[item] + place
        if fault == .scoresNaN && counts[item] == 0 { scores[row, item] = .nan }
      }
    }
  }

  func shares(of items: [Int], for question: Question) -> [[ScoreShare]] { items.map { _ in [] } }
}
