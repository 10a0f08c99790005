import ArgumentParser

/// `seqrec models`
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the shipped models and their hyper-parameters.",
    discussion: """
      EXAMPLE: seqrec models
      EXAMPLE: seqrec models --json
      """)

  @Flag(help: "A line of JSON for each model instead.")
  var json = false

  func run() throws {
    for (number, model) in ModelRegistry.models.enumerated() {
      let text =
        json ? Self.json(of: model).text + "\n" : (number > 0 ? "\n" : "") + text(of: model)
      try Console.output.write(text)
    }
  }

  private func text(of model: any ShippedModel.Type) -> String {
    let card = model.card
    return """
      \(card.name): \(card.summary)
        pieces     \(card.pieces.joined(separator: ", "))
        inductive  \(card.isInductive ? "yes: recommends to unknown users" : "no")
        paper      \(card.paper)
      \(Self.hyperparameters(of: model))
      """
  }

  private static func hyperparameters<M: ShippedModel>(of model: M.Type) -> String {
    guard !M.keys.isEmpty else { return "" }
    let presets = M.presets
    var table = TextTable(
      ["  --set"] + presets.map(\.name) + ["grid", ""],
      leading: [0, presets.count + 1, presets.count + 2])
    for key in M.keys {
      table.append(
        ["  " + key.name] + presets.map { key.value($0.recipe)?.plainText ?? "" }
          + [Self.text(of: key.grid), key.help])
    }
    return table.text
  }

  /// The values, of many the first two and the last.
  private static func text(of grid: [String]) -> String {
    (grid.count <= 9 ? grid : Array(grid[..<2]) + ["..."] + grid.suffix(1)).joined(separator: " ")
  }

  private static func json<M: ShippedModel>(of model: M.Type) -> JSON {
    [
      "name": .string(M.card.name), "summary": .string(M.card.summary),
      "pieces": .array(M.card.pieces.map { .string($0) }), "inductive": .bool(M.card.isInductive),
      "paper": .string(M.card.paper),
      "presets": .array(M.presetNames.map { .string($0) }),
      "hyperparameters": .object(
        M.keys.map { key in
          let values = M.presets.compactMap { preset in
            key.value(preset.recipe).map { (key: preset.name, value: $0) }
          }
          return (
            key.name,
            .object(
              [("help", .string(key.help))] + values
                + (key.grid.isEmpty ? [] : [("grid", .array(M.values(of: key)))]))
          )
        }),
    ]
  }
}
