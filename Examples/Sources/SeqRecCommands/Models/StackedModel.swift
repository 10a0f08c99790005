import SeqRec

/// A shipped model with SASRec's blocks.
protocol StackedModel: EarlyStoppedModel {
  var options: CausalSelfAttention.Options { get set }
}

extension StackedModel {
  /// The blocks' hyper-parameters, with the values of dropout that a selection tries.
  static func stackKeys(dropoutGrid: [String] = []) -> [HyperparameterKey<Self>] {
    [
      .init(
        "dropout", \.options.dropout, "a number from 0 to below 1", "dropout everywhere",
        grid: dropoutGrid
      ) { (0..<1).contains($0) },
      .init("maxLength", \.options.maxLength, in: 1...65_536, "latest items that are read"),
      .init("blocks", \.options.blocks, in: 0...256, "attention blocks"),
      .init("heads", \.options.heads, in: 1...65_536, "heads, which share the width"),
      .init("norms", \.options.norms, "where norms and residuals stand"),
    ]
  }

  /// What the shapes of the blocks' parameters say.
  static func stackSizes(of file: SafetensorsFile) -> [(key: String, text: String)] {
    guard let shape = file["positions.weight"]?.shape, shape.count == 2 else { return [] }
    let blocks = file.entries.count { $0.name.hasSuffix(".attention.query.weight") }
    return [("maxLength", "\(shape[0])"), ("blocks", "\(blocks)")]
  }

  /// That the heads can share a width.
  func checkHeads(sharing width: Int) throws(ToolError) {
    guard width.isMultiple(of: options.heads) else {
      throw ToolError(
        .usage, "\(Self.name): \(options.heads) heads cannot share a width of \(width)",
        hint: "choose a width that the heads divide")
    }
  }
}
