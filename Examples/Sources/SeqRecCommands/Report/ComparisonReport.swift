import SeqRec

/// The page of `compare --report`: all of a comparison in one file that needs no other.
struct ComparisonReport {
  let comparison: Comparison
  /// Whose recommendations it shows.
  let users: ReportedUsers
  /// What items are called, where that was asked for.
  let titles: ItemTitles?
  /// The words of the command line.
  let command: [String]

  var setting: EvaluationSetting { comparison.setting }
  var entries: [Comparison.Entry] { comparison.entries }
  var metrics: [String] { setting.comparedMetrics.map(\.name) }
  private var baseline: String { entries.first?.model ?? "" }

  var text: String {
    let title = "\(entries.map(\.model).joined(separator: ", ")) on \(setting.dataset.name)"
    let sections = [
      results, differences, timing, mixtures, widths, curves, views, hyperparameters, circumstances,
      repetition,
    ]
    return HTML.document(
      title: title, style: ReportStyle.text,
      [HTML("h1", [:], title), HTML("p", ["class": "quiet"], summary)] + sections.compactMap(\.self)
    )
  }

  private var summary: String {
    let log = setting.dataset.log
    return "\(log.userCount.grouped) users, \(log.itemCount.grouped) items, "
      + "\(log.count.grouped) interactions; \(setting.evaluationProtocol.rawValue), "
      + "\(setting.candidates); \(comparison.units.grouped) \(setting.unitName) of the test"
  }

  private var results: HTML? {
    let names = metrics.enumerated().map { $0 == 0 ? "test \($1)" : $1 }
    let rows = entries.map { entry in
      [HTML(entry.model), HTML(Self.text(entry.spread(metrics[0], of: "validation")))]
        + metrics.enumerated().map { place, name in
          HTML(
            [HTML(Self.text(entry.spread(name)))]
              + (place == 0 && entries.count > 1 ? [stars(of: entry)] : []))
        }
    }
    let count = comparison.seeds.count
    let spread =
      count > 1
      ? "A \u{B1} B and the whiskers: mean and standard deviation over \(count) seeds. " : ""
    let legend = (setting.legend + setting.drawnUsers).split(separator: "\n").joined(separator: " ")
    return .section(
      "Results",
      [
        .table(["model", "validation \(metrics[0])"] + names, rows),
        HTML("p", ["class": "quiet"], spread + legend),
        HTML(
          "div", ["class": "charts"],
          metrics.prefix(2).map { name in
            Chart.bars(
              "test \(name)", unit: "fraction", entries.map { ($0.model, $0.spread(name)) })
          }),
      ])
  }

  private var differences: HTML? {
    guard entries.count > 1 else { return nil }
    let rows = entries.compactMap { entry in
      entry.significance.map { significance in
        [HTML(entry.model)] + significance.bootstraps.map { Self.cell(of: $0.bootstrap) } + [
          HTML([HTML(Significance.text(p: significance.correctedP)), stars(of: entry)]),
          HTML("\(significance.wins.model.grouped) / \(significance.wins.baseline.grouped)"),
          HTML(Significance.text(p: significance.wilcoxon.pValue)),
        ]
      }
    }
    let charts = metrics.prefix(2).map { name in
      Chart.intervals(
        "test \(name), less that of \(baseline)", unit: "fraction",
        entries.compactMap { entry in
          entry.significance?.bootstraps.first { $0.name == name }.map {
            (entry.model, $0.bootstrap.difference, $0.bootstrap.interval)
          }
        })
    }
    return .section(
      "Against \(baseline)",
      [
        .table(["model"] + metrics + ["p", "better / worse", "p, Wilcoxon"], rows),
        HTML("p", ["class": "quiet"], differencesLegend),
        HTML("div", ["class": "charts"], charts),
      ])
  }

  private var differencesLegend: String {
    let units = setting.unitName
    return """
      Differences of means on the test, with the 95% percentile intervals of \
      \(comparison.resamples.grouped) paired bootstrap resamples of the \(units). p: of the difference in \
      \(metrics[0]), corrected for \(entries.count - 1) comparisons (Holm); * p < .05, ** p < .01, \
      *** p < .001. better / worse: on how many \(units) the model ranks the target better or worse than \
      \(baseline), and Wilcoxon's signed-rank test of these reciprocal ranks, uncorrected. What a model \
      ranks with several seeds is averaged first. A small p says that the difference is hardly the luck of \
      these \(units). It says neither that it is large, nor that another training, another data set or \
      other hyper-parameters would show it.
      """
  }

  /// As wide for all, so that figures stand below each other.
  private func stars(of entry: Comparison.Entry) -> HTML {
    HTML("span", ["class": "stars"], entry.significance?.mark ?? "")
  }

  private static func cell(of bootstrap: PairedBootstrap) -> HTML {
    func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + value.fixed(4) }
    let interval = bootstrap.interval
    return HTML([
      HTML(signed(bootstrap.difference)),
      HTML(
        "span", ["class": "interval"],
        "\(signed(interval.lowerBound)) to \(signed(interval.upperBound))"),
    ])
  }

  static func text(_ spread: Spread, _ decimals: Int = 4) -> String {
    spread.text(decimals, sign: "\u{B1}")
  }
}
