import SeqRec

/// The page of `compare --report`: all of a comparison in one file that needs no other.
struct ComparisonReport {
  private let comparison: Comparison
  private let command: [String]

  /// - Parameter command: the words of the command line.
  init(_ comparison: Comparison, command: [String]) {
    self.comparison = comparison
    self.command = command
  }

  private var setting: EvaluationSetting { comparison.setting }
  private var metrics: [String] { setting.comparedMetrics.map(\.name) }
  private var entries: [Comparison.Entry] { comparison.entries }
  private var baseline: String { entries.first?.model ?? "" }

  var text: String {
    let title = "\(entries.map(\.model).joined(separator: ", ")) on \(setting.dataset.name)"
    let parts = [results, differences, curves, hyperparameters, timing, circumstances, repetition]
    return HTML.document(
      title: title, style: ReportStyle.text,
      [HTML("h1", [:], title), HTML("p", ["class": "quiet"], summary)] + parts.compactMap(\.self))
  }

  private var summary: String {
    let log = setting.dataset.log
    return "\(log.userCount.grouped) users, \(log.itemCount.grouped) items, "
      + "\(log.count.grouped) interactions; \(setting.evaluationProtocol.rawValue), "
      + "\(setting.candidates); \(comparison.units.grouped) ranks of the test"
  }

  private var results: HTML? {
    let headings =
      ["model", "validation \(metrics[0])"]
      + metrics.enumerated().map { $0 == 0 ? "test \($1)" : $1 }
    let rows = entries.map { entry in
      [entry.model, entry.spread(metrics[0], of: "validation").text(4)]
        + metrics.map { name in
          let mark = name == "MRR" ? entry.significance?.mark ?? "" : ""
          return entry.spread(name).text(4) + (mark.isEmpty ? "" : " \(mark)")
        }
    }
    let charts = metrics.prefix(2).map { name in
      Chart.bars("test \(name)", entries.map { ($0.model, $0.spread(name)) })
    }
    let count = comparison.seeds.count
    let spread =
      count > 1
      ? "A +- B and the whiskers: mean and standard deviation over \(count) seeds. " : ""
    return .section(
      "Results",
      [
        .table(headings.map { HTML($0) }, rows.map { $0.map { HTML($0) } }),
        HTML("p", ["class": "quiet"], spread + Self.oneLine(setting.legend + setting.drawnUsers)),
        HTML("div", ["class": "charts"], charts),
      ])
  }

  private var differences: HTML? {
    guard entries.count > 1 else { return nil }
    let rows = entries.compactMap { entry in
      entry.significance.map { significance in
        [entry.model]
          + significance.bootstraps.map { Self.text($0.bootstrap) } + [
            "\(significance.wins.model.grouped) / \(significance.wins.baseline.grouped)",
            Significance.text(p: significance.wilcoxon.pValue),
            Significance.text(p: significance.correctedP) + " " + significance.mark,
          ]
      }
    }
    let headings = ["model"] + metrics + ["better / worse", "p", "p, Holm"]
    let charts = metrics.prefix(2).map { name in
      Chart.intervals(
        "test \(name), less that of \(baseline)",
        entries.compactMap { entry in
          entry.significance?.bootstraps.first { $0.name == name }.map {
            (entry.model, $0.bootstrap.difference, $0.bootstrap.interval)
          }
        })
    }
    return .section(
      "Against \(baseline)",
      [
        .table(headings.map { HTML($0) }, rows.map { $0.map { HTML($0) } }),
        HTML("p", ["class": "quiet"], differencesLegend),
        HTML("div", ["class": "charts"], charts),
      ])
  }

  private var differencesLegend: String {
    let unit = setting.evaluationProtocol == .futureInteraction ? "events" : "users"
    return """
      Differences of means on the test, with the 95% percentile intervals of 10,000 paired bootstrap \
      resamples of the \(unit). better / worse: on how many \(unit) the model ranks the target better or \
      worse than \(baseline). p: Wilcoxon's signed-rank test of the reciprocal ranks; Holm: corrected for \
      \(entries.count - 1) comparisons; * p < .05, ** p < .01, *** p < .001. What a model ranks with \
      several seeds is averaged first. A small p says that the difference is not the luck of these \
      \(unit). It says neither that it is large, nor that another training, another data set or other \
      hyper-parameters would show it.
      """
  }

  private static func text(_ bootstrap: PairedBootstrap) -> String {
    func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + value.fixed(4) }
    let interval = bootstrap.interval
    return "\(signed(bootstrap.difference)) "
      + "[\(signed(interval.lowerBound)), \(signed(interval.upperBound))]"
  }

  private var curves: HTML? {
    let charts = entries.flatMap { entry -> [HTML] in
      let losses = entry.records.map { record in
        record.losses.enumerated().map { (epoch: Double($0 + 1), value: $1) }
      }
      let criterion = setting.heldOut.criterion
      let validations = entry.records.map { $0.validations(criterion) }
      return [("loss", losses), ("validation \(criterion)", validations)].compactMap {
        what, curves in
        let drawn = curves.filter { $0.count > 1 }
        return drawn.isEmpty ? nil : Chart.curves("\(entry.model): \(what)", drawn)
      }
    }
    return charts.isEmpty ? nil : .section("Training", [HTML("div", ["class": "charts"], charts)])
  }

  private var hyperparameters: HTML? {
    let rows = entries.flatMap { entry in
      (entry.records.first?.hyperparameters ?? []).map { key, _ in
        let values = entry.records.map { record in
          record.hyperparameters.first { $0.key == key }?.value.plainText ?? ""
        }
        // The same for all seeds, unless they were selected.
        return [
          entry.model, key, (Set(values).count == 1 ? [values[0]] : values).joined(separator: ", "),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return .section(
      "Hyper-parameters",
      [.table(["model", "key", "value"].map { HTML($0) }, rows.map { $0.map { HTML($0) } })])
  }

  private var timing: HTML? {
    let kinds = ["selection", "train", "validation", "test"]
    let rows = entries.map { entry in
      [entry.model]
        + kinds.map { kind in entry.spread { $0.number("seconds", kind) ?? 0 }.text(1) }
        + [entry.spread { $0.number("epochsRun") ?? 0 }.text(0)]
    }
    return .section(
      "Time",
      [
        .table(
          (["model"] + kinds.map { "\($0), s" } + ["epochs"]).map { HTML($0) },
          rows.map { $0.map { HTML($0) } })
      ])
  }

  private var circumstances: HTML? {
    let dataset = setting.dataset
    let presets = entries.map { entry in
      "\(entry.model): \(entry.records.first?.line["preset"]?.string ?? "")"
    }
    let facts: [(String, String)] = [
      ("data", dataset.name), ("SHA-256", dataset.sha256 ?? "none; the built-in synthetic log"),
      ("protocol", "\(setting.evaluationProtocol.rawValue), \(setting.candidates)"),
      ("presets", presets.joined(separator: ", ")),
      ("seeds", comparison.seeds.map(String.init).joined(separator: ", ")),
      ("threads", "\(setting.threads)"), ("kernels", Float.kernels.name),
      ("seqrec", SeqRecTool.version),
    ]
    return .section(
      "Circumstances",
      [HTML("dl", [:], facts.flatMap { [HTML("dt", [:], $0.0), HTML("dd", [:], $0.1)] })])
  }

  private var repetition: HTML? {
    let words = ["seqrec"] + command.dropFirst().map(Self.quoted)
    return .section("How to repeat it", [HTML("pre", [:], words.joined(separator: " "))])
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./,=:+".utf8.contains($0)
      }
    }
    guard !plain || word.isEmpty else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private static func oneLine(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ")
  }
}
