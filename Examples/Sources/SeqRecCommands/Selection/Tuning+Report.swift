import SeqRec

extension Tuning {
  /// `criterion`, `value`, `selected` and `trials` of a report: all that was tried, in the order in which it
  /// was.
  var members: [(key: String, value: JSON)] {
    [
      ("criterion", .string(criterion)), ("value", .number(trials[best].value ?? .nan)),
      ("selected", .array(selectedKeys.map { .string($0) })),
      ("combinations", .integer(combinations.all)), ("trials", .array(trials.map(json))),
    ]
  }

  private func json(of trial: SelectionTrial<Choice>) -> JSON {
    [
      "candidate": .integer(trial.candidate + 1),
      "hyperparameters": .object(
        grid.axes.map { ($0.key, trial.choice.value(of: $0.key)) }),
      "epochs": trial.choice.epochs.map { .integer($0) } ?? .null,
      "value": trial.value.map { .number($0) } ?? .null,
      "seconds": .number(trial.choice.seconds), "kept": .bool(trial.goesOn),
    ]
  }

  /// A row a trial.
  var table: String {
    let hasEpochs = trials.contains { $0.choice.epochs != nil }
    var table = TextTable(
      ["trial"] + grid.axes.map(\.key) + (hasEpochs ? ["epochs"] : [])
        + [criterion, "seconds", ""],
      leading: [grid.axes.count + (hasEpochs ? 4 : 3)])
    for (place, trial) in trials.enumerated() {
      table.append(
        ["\(trial.candidate + 1)"]
          + grid.axes.map { trial.choice.value(of: $0.key).plainText }
          + (hasEpochs ? [trial.choice.epochs.map { "\($0)" } ?? "-"] : [])
          + [
            trial.value?.fixed(4) ?? "diverged",
            trial.choice.seconds.fixed(1),
            place == best ? "chosen" : trial.goesOn ? "trained on" : "",
          ])
    }
    return table.text
  }

  /// `autoseqrec: selected on validation lambda1 = 0.6, lambda2 = 0.3, epochs = 200`
  var sentence: String {
    let values = selectedKeys.map { "\($0) = \(choice.value(of: $0).plainText)" }
    return "\(model): selected on validation \(values.joined(separator: ", "))\n"
  }

  /// How much of the grid was tried, and at what price.
  var summary: String {
    let (tried, all) = (combinations.tried.grouped, combinations.all.grouped)
    return
      "\(tried) of \(all) combinations, \(trials.count.grouped) trials, \(seconds.fixed(1)) s\n"
  }
}
