import SeqRec

/// What validation says of hyper-parameters. The test has no part in it.
extension ComparisonReport {
  /// Figure 3 of AutoSeqRec's paper.
  var mixtures: HTML? {
    let charts = entries.compactMap { entry -> HTML? in
      guard let map = MixtureMap(meanOf: entry.records.compactMap { $0.insight.mixtures }) else {
        return nil
      }
      let own = entry.records.first?.hyperparameters ?? []
      func value(_ key: String) -> Double? { own.first { $0.key == key }?.value.number }
      let pair = value(map.x).flatMap { x in value(map.y).map { (x: x, y: $0) } }
      return Chart.heatMap(
        "\(entry.model): validation by \(map.x) and \(map.y)",
        titles: (
          "\(map.x)\(meaning(of: map.x, in: entry.model))",
          "\(map.y)\(meaning(of: map.y, in: entry.model))"
        ),
        unit: map.criterion.contains("+") ? "sum of fractions" : "fraction", map, own: pair,
        note: "Frame: the best mixture. Ring: the one that the test was measured with.")
    }
    guard !charts.isEmpty else { return nil }
    let note =
      "The trained models with other weights of what they mix, which takes no training; all other "
      + "hyper-parameters are those of the model. "
      + (comparison.seeds.count > 1 ? "Mean over \(comparison.seeds.count) seeds. " : "")
      + "On validation alone, by what a selection goes by."
    return .section(
      "Mixtures",
      [HTML("p", ["class": "quiet"], note), HTML("div", ["class": "charts large"], charts)])
  }

  /// `, weight of the long-term score`
  private func meaning(of key: String, in model: String) -> String {
    func meaning<M: ShippedModel>(_: M.Type) -> String? {
      M.keys.first { $0.name == key }?.meaning
    }
    guard let type = try? ModelRegistry.model(model), let text = meaning(type) else { return "" }
    return ", " + text.prefix { $0 != ";" }
  }

  /// What selections found for each width that they tried.
  var widths: HTML? {
    let lines = entries.compactMap { entry -> Chart.Line? in
      let trials =
        entry.records.compactMap { $0.line["selection"]?["trials"]?.elements }.first ?? []
      var best: [Double: Double] = [:]
      for trial in trials {
        guard let width = trial["hyperparameters"]?["width"]?.number,
          let value = trial["value"]?.number
        else { continue }
        best[width] = max(best[width] ?? value, value)
      }
      guard best.count > 1 else { return nil }
      return Chart.Line(
        name: entry.model, points: best.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    guard !lines.isEmpty else { return nil }
    let criterion = setting.heldOut.selectionCriterion
    let vertical = Axis(
      "validation \(criterion)", unit: criterion.contains("+") ? "sum of fractions" : "fraction",
      .linear(covering: lines.flatMap { $0.points.map(\.y) }))
    let chart = Chart.lines(
      "validation \(criterion) against width", over: ("width", "numbers, powers of two"),
      vertical: vertical, lines,
      note:
        "For each width the best of the selection's trials, whatever their epochs and other values."
    )
    return .section("Width", [HTML("div", ["class": "charts large"], [chart])])
  }
}
