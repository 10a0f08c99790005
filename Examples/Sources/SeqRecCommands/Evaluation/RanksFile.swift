import SeqRec

/// The file of `--ranks`: `index,user,item,rank` for each event of validation and then of test.
enum RanksFile {
  static func text(of evaluation: Evaluation, split: Split, seen: SeenItems) -> String {
    let log = split.train
    var text = "index,user,item,rank\n"
    var index = log.count
    for (period, result) in [
      (split.validation, evaluation.validation), (split.test, evaluation.test),
    ] {
      for (event, rank) in zip(period.events, result.ranks(seen: seen)) {
        text += "\(index),\(field(log.users[event.user])),\(field(log.items[event.item])),"
        text += "\(rank.pessimistic)\n"
        index += 1
      }
    }
    return text
  }

  /// The id, in quotes where CSV needs them.
  private static func field(_ id: String) -> String {
    let special: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13, 32]
    guard id.utf8.contains(where: special.contains) else { return id }
    return "\""
      + id.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
