import SeqRec

/// The small logs that models are tried on.
///
/// A first user meets all items in order, so that items are numbered the same in every log; the others
/// walk on from different places, mostly one item after the other, at the same pace. The last user comes
/// when the others have nearly done, and one meets an item twice.
struct LawLog {
  var users = 9
  var items = 12
  /// Who is the how-manieth to come: another order renames everybody but the first.
  var isReversed = false
  /// The item that comes after item 0 on most walks.
  var step = 1

  /// The id of who walks that way.
  static func id(ofWalk walk: Int) -> String { "user \(walk)" }

  func log() -> InteractionLog {
    var events: [(user: String, item: String, timestamp: Double)] = []
    for item in 0..<items {
      events.append((Self.id(ofWalk: 0), "item \(item)", Double(item)))
    }
    for walk in 1..<max(users, 1) {
      let place = isReversed ? users - walk : walk
      let begin = walk == users - 1 && users > 2 ? 1000.0 : 100
      for (time, item) in items(ofWalk: walk).enumerated() {
        events.append(
          (Self.id(ofWalk: walk), "item \(item)", begin + Double(10 * time) + Double(place) / 100))
      }
    }
    return InteractionLog(events)
  }

  /// Four to seven items.
  private func items(ofWalk walk: Int) -> [Int] {
    var walked = (0..<4 + walk % 4).map { (walk * 5 + $0 * step) % items }
    if walk == 1 { walked.append(walked[0]) }
    return walked
  }

  /// Before and after the time at which the last user comes.
  static func split() -> Split {
    LawLog().log().split(.byTime(train: 0.75, validation: 0.125))
  }
}
