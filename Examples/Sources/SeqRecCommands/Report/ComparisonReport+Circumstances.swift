import SeqRec

/// What it takes to judge figures and to come to them again.
extension ComparisonReport {
  var hyperparameters: HTML? {
    let lists = entries.compactMap { entry -> HTML? in
      guard let first = entry.records.first, !first.hyperparameters.isEmpty else { return nil }
      let facts = first.hyperparameters.map { key, _ in
        let values = entry.records.map { record in
          record.hyperparameters.first { $0.key == key }?.value.plainText ?? ""
        }
        // The same for all seeds, unless they were selected.
        let isOne = Set(values).count == 1
        return (name: key, value: isOne ? values[0] : values.joined(separator: ", "))
      }
      return HTML("div", [:], [HTML("h3", [:], entry.model), .list(facts)])
    }
    return lists.isEmpty
      ? nil : .section("Hyper-parameters", [HTML("div", ["class": "charts"], lists)])
  }

  var circumstances: HTML {
    let presets = entries.map { entry in
      "\(entry.model): \(entry.records.first?.line["preset"]?.string ?? "")"
    }
    return .section(
      "Circumstances",
      [
        .list([
          ("data", setting.dataset.name),
          ("SHA-256", setting.dataset.sha256 ?? "none; the built-in synthetic log"),
          ("protocol", "\(setting.evaluationProtocol.rawValue), \(setting.candidates)"),
          ("presets", presets.joined(separator: ", ")),
          ("seeds", comparison.seeds.map(String.init).joined(separator: ", ")),
          ("threads", "\(setting.threads)"), ("kernels", Float.kernels.name),
          ("seqrec", SeqRecTool.version),
        ])
      ])
  }

  var repetition: HTML {
    let words = ["seqrec"] + command.dropFirst().map(Self.quoted)
    return .section("How to repeat it", [HTML("pre", [:], words.joined(separator: " "))])
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let plain = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,=:+".utf8)
    guard word.isEmpty || !word.utf8.allSatisfy(plain.contains) else { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
