import SeqRec

extension Answer {
  /// `user`, `rank`, `item`, `score` and, where there are titles, `title` between tabs, a line for each item. What would break a line in an id
  /// is escaped with a backslash: `\t`, `\n`, `\r`, `\\`.
  var rows: String {
    func field(_ id: String) -> String {
      let escapes: [Unicode.Scalar: String] = ["\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"]
      return id.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
    return items.enumerated().map { rank, item in
      let title = titles.map { "\t" + field($0[item.id] ?? "") } ?? ""
      return
        "\(field(user))\t\(rank + 1)\t\(field(item.id))\t\(item.recommendation.score)\(title)\n"
    }.joined()
  }

  /// A table of ranks, items, titles, scores, and shares in percent.
  var table: String {
    let terms = items.first?.recommendation.shares.map(\.term) ?? []
    var table = TextTable(
      ["rank", "item"] + (titles == nil ? [] : ["title"]) + ["score"] + terms,
      leading: titles == nil ? [1] : [1, 2])
    for (rank, (id, recommendation)) in items.enumerated() {
      table.append(
        ["\(rank + 1)", id] + (titles.map { [$0[id] ?? ""] } ?? [])
          + [Double(recommendation.score).fixed(4)]
          + recommendation.shares.map { "\((100 * $0.share).fixed(1))%" })
    }
    return table.text
  }
}
