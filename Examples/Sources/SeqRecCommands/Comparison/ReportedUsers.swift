import SeqRec

/// The users whose recommendations a report shows.
struct ReportedUsers {
  /// Their numbers in the log.
  let numbers: [Int]
  /// Who they are, in a sentence; empty where they were named.
  let rule: String

  /// The most that may be named: a page that holds more is none to read.
  static let most = 20

  /// The users of these ids or, without any, three of the users of the test: those with a quarter, half and
  /// three quarters of them having fewer interactions before it. Of users with equally many the earlier ones in
  /// the log count as having fewer.
  ///
  /// - Throws: `ToolError` with status 65 for an id that the data does not have, 64 for one that is named twice.
  init(_ ids: [String]?, in setting: EvaluationSetting) throws(ToolError) {
    let log = setting.dataset.log
    guard let ids else {
      let ranked = Self.byHistory(in: setting.heldOut.split)
      let places = [1, 2, 3].map { $0 * ranked.count / 4 }
      let isNew = places.indices.map { places.firstIndex(of: places[$0]) == $0 }
      numbers = zip(places, isNew).compactMap {
        $1 && ranked.indices.contains($0) ? ranked[$0] : nil
      }
      rule =
        "Nobody was named (--report-users): of the \(ranked.count.counted("user")) of the test these are "
        + "those at a quarter, half and three quarters by the number of their interactions before it."
      return
    }
    var numbers: [Int] = []
    for id in ids {
      guard let number = log.users.index(of: id) else {
        throw ToolError(
          .badInput, "--report-users \(id): no interaction of user \"\(id)\" is known",
          hint: "users are named as the data names them, and --min-interactions drops some")
      }
      guard !numbers.contains(number) else {
        throw ToolError(.usage, "--report-users: \(id) is named twice")
      }
      numbers.append(number)
    }
    self.numbers = numbers
    rule = ""
  }

  /// The users of the test who did something before it, who did least first.
  private static func byHistory(in split: Split) -> [Int] {
    var counts = [Int](repeating: 0, count: split.test.userCount)
    for event in split.trainAndValidation.events { counts[event.user] += 1 }
    var isTested = [Bool](repeating: false, count: counts.count)
    for event in split.test.events { isTested[event.user] = true }
    return counts.indices.filter { isTested[$0] && counts[$0] > 0 }
      .sorted { (counts[$0], $0) < (counts[$1], $1) }
  }
}
