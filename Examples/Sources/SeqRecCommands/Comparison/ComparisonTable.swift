import SeqRec

/// The table that `compare` prints: a row a model, means over seeds, marks of significance.
struct ComparisonTable {
  let comparison: Comparison

  var text: String {
    let setting = comparison.setting
    let presets = comparison.entries.flatMap { $0.records.compactMap { $0.line["preset"]?.string } }
    return setting.heading(presets: presets, seeds: comparison.seeds) + "\n" + table + "\n" + ties
      + setting.drawnUsers + setting.noteOnShortUsers(shortUsers) + marks + setting.legend + spread
  }

  /// For how many users too few items were left to draw.
  private var shortUsers: Int {
    let record = comparison.entries.first?.records.first
    let counts = ["validation", "test"].map { record?.number("shortUsers", $0) ?? 0 }
    return Int(counts.max() ?? 0)
  }

  private var table: String {
    let setting = comparison.setting
    let metrics = setting.comparedMetrics.map(\.name)
    let isSampled = setting.heldOut.negatives?.count != nil
    var headings = ["model", "validation \(metrics[0])"]
    headings += metrics.enumerated().map { $0 == 0 ? "test \($1)" : $1 }
    headings += (isSampled ? ["full \(metrics[0])"] : [])
    headings += (setting.isAttainableKnown ? ["of attainable"] : []) + ["p", "train s"]
    var table = TextTable(headings)
    for entry in comparison.entries {
      var row = [entry.model, entry.spread(metrics[0], of: "validation").text(4)]
      row += metrics.enumerated().map { place, name in
        entry.spread(name).text(4) + (place == 0 ? mark(of: entry) : "")
      }
      if isSampled { row.append(entry.spread(metrics[0], "metricsFullRanking").text(4)) }
      if setting.isAttainableKnown {
        let share = entry.spread { 100 * ($0.number("attainableShare", "test") ?? 0) }
        row.append(share.text(1) + "%")
      }
      row.append(entry.significance.map { Significance.text(p: $0.correctedP) } ?? "")
      row.append(entry.spread { $0.number("seconds", "train") ?? 0 }.text(1))
      table.append(row)
    }
    return table.text
  }

  /// As wide for all, so that figures stand below each other.
  private func mark(of entry: Comparison.Entry) -> String {
    let widest = comparison.entries.compactMap { $0.significance?.mark.count }.max() ?? 0
    guard widest > 0 else { return "" }
    let mark = entry.significance?.mark ?? ""
    return " " + mark + String(repeating: " ", count: widest - mark.count)
  }

  /// Who owes much to the order of equal scores.
  private var ties: String {
    comparison.entries.map { entry in
      comparison.setting.noteOnTies(
        of: entry.model,
        entry.records.map { $0.metric("MRR", "metricsOptimistic") - $0.metric("MRR") })
    }.joined()
  }

  private var marks: String {
    guard comparison.entries.count > 1 else { return "" }
    let setting = comparison.setting
    return """
      p: of the difference in test \(setting.comparedMetrics[0].name) to \(comparison.entries[0].model), by \
      \(comparison.resamples.grouped) paired bootstrap resamples of the
      \(comparison.units.grouped) \(setting.unitName), corrected for \(comparison.entries.count - 1) \
      comparisons (Holm). * p < .05, ** p < .01, *** p < .001.

      """
  }

  private var spread: String {
    let count = comparison.seeds.count
    return count > 1
      ? "A +- B: mean and standard deviation over \(count) seeds; p: after averaging over them.\n"
      : ""
  }
}
