import SeqRec

/// What the models recommend to some users, and why.
extension ComparisonReport {
  var views: HTML? {
    let shown = users.numbers.map { views(of: $0) }
    guard !shown.isEmpty else { return nil }
    let text =
      "What each model, trained with seed \(comparison.seeds.first ?? 0), recommends when the test begins, "
      + "best first. \u{2713}: the user has it in the test. \(attentionLegend)" + users.rule
    return .section("Recommendations", [HTML("p", ["class": "quiet"], text)] + shown)
  }

  private func views(of user: Int) -> HTML {
    let log = setting.dataset.log
    let events = setting.heldOut.split.trainAndValidation.events.filter { $0.user == user }
    let latest = events.suffix(Self.shownHistory).reversed().map { log.items[$0.item] }
    let taken = Set(
      setting.heldOut.split.test.events.filter { $0.user == user }.map { log.items[$0.item] })
    let history = HTML(
      "div", ["class": "card"],
      [
        HTML("h4", [:], "the latest of \(events.count.counted("interaction"))"),
        HTML("ol", [:], latest.map { HTML("li", [:], title(of: $0)) }),
      ])
    let cards = entries.flatMap { entry -> [HTML] in
      guard let view = view(of: log.users[user], in: entry) else {
        return [
          card(
            entry.model,
            saying: "Its line of --json has nothing of this user; without --resume it gets that.")
        ]
      }
      return [recommendations(view, of: entry.model, taken)]
        + (attention(view, of: entry.model).map { [$0] } ?? [])
    }
    return HTML(
      "div", [:],
      [
        HTML("h3", [:], "User \(log.users[user])"),
        HTML("div", ["class": "charts"], [history] + cards),
      ])
  }

  /// How many of the latest items are listed.
  private static var shownHistory: Int { 8 }

  private func view(of user: String, in entry: Comparison.Entry) -> UserView? {
    entry.records.first?.insight.views.first { $0.user.utf8.elementsEqual(user.utf8) }
  }

  private func title(of item: String) -> String { titles?[item] ?? item }

  private func card(_ model: String, saying text: String) -> HTML {
    HTML(
      "div", ["class": "card"],
      [HTML("h4", [:], model), HTML("p", ["class": "quiet"], text)])
  }

  /// A list, or where scores are made of terms, what each has in them.
  private func recommendations(
    _ view: UserView, of model: String, _ taken: Set<String>
  ) -> HTML {
    guard !view.items.isEmpty else {
      return card(model, saying: "Nothing: it knows no item of this user.")
    }
    func name(_ item: UserView.Item) -> String {
      title(of: item.id) + (taken.contains(item.id) ? " \u{2713}" : "")
    }
    let terms = view.items[0].shares.map(\.term)
    guard terms.count > 1 else {
      return HTML(
        "div", ["class": "card"],
        [
          HTML("h4", [:], model),
          HTML("ol", [:], view.items.map { HTML("li", [:], name($0)) }),
        ])
    }
    return Chart.parts(
      "\(model): what scores are made of", of: "share of the score",
      rows: "recommended item, best first", series: terms,
      view.items.enumerated().map { rank, item in
        ("\(rank + 1). \(name(item))", item.shares.map { 100 * $0.share })
      }, areStacked: true)
  }

  private var attentionLegend: String {
    let attend = entries.contains { entry in
      entry.records.first?.insight.views.contains { $0.attention != nil } ?? false
    }
    return attend
      ? "Attention: what the last state takes in, mean over heads; blocks after the first attend to states, "
        + "which items before have shaped. " : ""
  }

  /// What the blocks of a model look back on: the items that get most, and the rest together.
  private func attention(_ view: UserView, of model: String) -> HTML? {
    guard let (items, blocks) = view.attention else { return nil }
    func parts(_ place: Int) -> [Double] { blocks.map { 100 * $0[place] } }
    let most = items.indices.sorted { parts($0).reduce(0, +) > parts($1).reduce(0, +) }
      .prefix(Self.shownAttention).sorted(by: >)
    var rows = most.map { place in
      (title: "\(items.count - place). \(title(of: items[place]))", parts: parts(place))
    }
    let rest = items.indices.filter { !most.contains($0) }
    if !rest.isEmpty {
      let sums = blocks.map { block in rest.reduce(0) { $0 + 100 * block[$1] } }
      rows.append(("the other \(rest.count.counted("item"))", sums))
    }
    return Chart.parts(
      "\(model): what it attends to", of: "attention",
      rows: "item of the history, 1 is the latest",
      series: blocks.indices.map { "block \($0 + 1)" }, rows, areStacked: false)
  }

  /// How many items of a history are shown with their attention.
  private static var shownAttention: Int { 6 }
}
