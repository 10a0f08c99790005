import SeqRec

/// What trainings took and how they went.
extension ComparisonReport {
  var timing: HTML {
    let stages = ["train", "validation", "test"]
    let rows = entries.map { entry in
      // One seed selects for all.
      [
        entry.model,
        (entry.records.compactMap { $0.number("seconds", "selection") }.max() ?? 0).fixed(1),
      ]
        + stages.map { stage in Self.text(entry.spread { $0.number("seconds", stage) ?? 0 }, 1) }
        + [Self.text(entry.spread { $0.number("epochsRun") ?? 0 }, 0)]
    }
    return .section(
      "Time",
      [
        .table(
          ["model", "selection, s"] + stages.map { "\($0), s" } + ["epochs"],
          rows.map { $0.map { HTML($0) } }),
        HTML("div", ["class": "charts large"], [accuracyAgainstTime]),
      ])
  }

  private var accuracyAgainstTime: HTML {
    let points = entries.map { entry in
      // What reads a log and no more takes no time that is worth a point.
      let seconds = entry.spread { $0.number("seconds", "train") ?? 0 }.mean
      return Chart.Point(
        name: entry.model, x: seconds >= 1e-3 ? seconds : nil, y: entry.spread(metrics[0]))
    }
    return Chart.points(
      "test \(metrics[0]) against the time to train",
      over: ("time to train", "s, powers of ten", "none"),
      vertical: ("test \(metrics[0])", "fraction"), points,
      note: "Without selections. none: below a millisecond.")
  }

  var curves: HTML? {
    let criterion = setting.heldOut.criterion
    let charts = entries.flatMap { entry -> [HTML] in
      let losses = entry.records.map { record in
        record.losses.enumerated().map { (epoch: Double($0 + 1), value: $1) }
      }
      let validations = entry.records.map { $0.validations(criterion) }
      let lossUnit = entry.records.first?.insight.lossUnit ?? ""
      return [
        chart(of: "loss", unit: lossUnit, best: "lowest", losses, of: entry),
        chart(
          of: "validation \(criterion)", unit: "fraction", best: "highest", validations, of: entry),
      ].compactMap(\.self)
    }
    return charts.isEmpty ? nil : .section("Training", [HTML("div", ["class": "charts"], charts)])
  }

  /// A curve for each seed; nil where there is nothing to draw.
  private func chart(
    of what: String, unit: String, best: String, _ curves: [[(epoch: Double, value: Double)]],
    of entry: Comparison.Entry
  ) -> HTML? {
    let drawn = curves.map { $0.filter { $0.value.isFinite } }.filter { $0.count > 1 }
    guard !drawn.isEmpty else { return nil }
    return Chart.curves("\(entry.model): \(what)", of: what, unit: unit, best: best, drawn)
  }
}
