import SeqRec

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One model with one seed, measured.
struct EvaluationRun {
  let model: String
  /// The preset that its recipe is of.
  let preset: String
  let seed: UInt64
  let fitted: FittedModel
  /// The hyper-parameters that were chosen on validation.
  let selected: [(key: String, value: JSON)]
  let evaluation: Evaluation
  /// The most memory that the process held until then.
  let peakMemoryBytes: Int

  init(
    _ recipe: any ShippedModel, preset: String, seed: UInt64, heldOut: HeldOut, selects: Bool,
    weightsPath: String?, checkpoint: Checkpoint?, workers: Workers, progress: Progress
  ) throws {
    let card = type(of: recipe).card
    let hasSelection = selects && !card.selected.isEmpty
    model = card.name
    let presets = type(of: recipe).presetNames
    self.preset = presets.contains(preset) ? preset : presets[0]
    self.seed = seed
    fitted = try recipe.fitted(
      by: FitRequest(
        dataName: heldOut.dataName, log: heldOut.split.train, heldOut: heldOut,
        selectingOn: hasSelection ? heldOut.split.validation : nil,
        checkpoint: checkpoint, weightsPath: weightsPath, seed: seed, workers: workers,
        progress: progress))
    selected = fitted.hyperparameters.filter { hasSelection && card.selected.contains($0.key) }
    try Task.checkCancellation()
    progress.begin("\(model), seed \(seed): event", of: heldOut.rankedCount)
    evaluation = try fitted.evaluate(heldOut, progress)
    peakMemoryBytes = Self.peakMemory()
  }

  private static func peakMemory() -> Int {
    var usage = rusage()
    // RUSAGE_SELF, whose type differs from one C library to the next.
    guard getrusage(0, &usage) == 0 else { return 0 }
    #if canImport(Darwin)
      return Int(usage.ru_maxrss)
    #else
      // Counted in bytes on Darwin alone.
      return Int(usage.ru_maxrss) * 1024
    #endif
  }
}
