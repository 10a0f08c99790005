import SeqRec

/// The file of `--ranks`: `index,user,item,rank` for each scored event of validation and then of test, index being
/// its place in the log.
enum RanksFile {
  static func text(of evaluation: Evaluation, in log: InteractionLog) -> String {
    var text = "index,user,item,rank\n"
    for period in [evaluation.validation, evaluation.test] {
      let rows = zip(period.places, period.reported).sorted { $0.0 < $1.0 }
      for (place, rank) in rows {
        let event = log.events[place]
        text += "\(place),\(field(log.users[event.user])),\(field(log.items[event.item])),"
        text += "\(rank.pessimistic)\n"
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
