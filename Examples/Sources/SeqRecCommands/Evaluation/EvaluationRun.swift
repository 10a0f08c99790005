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
  /// What was trained: where hyper-parameters were selected, with these.
  let recipe: any ShippedModel
  /// The preset that its recipe is of.
  let preset: String
  let seed: UInt64
  let fitted: FittedModel
  /// How its hyper-parameters were selected, where that was done for this run.
  let tuning: Tuning?
  let evaluation: Evaluation
  /// The most memory that the process held until then.
  let peakMemoryBytes: Int

  init(
    _ recipe: any ShippedModel, preset: String, seed: UInt64, heldOut: HeldOut, tuning: Tuning?,
    weightsPath: String?, checkpoint: Checkpoint?, workers: Workers, progress: Progress
  ) throws {
    model = type(of: recipe).name
    self.recipe = recipe
    let presets = type(of: recipe).presetNames
    self.preset = presets.contains(preset) ? preset : presets[0]
    self.seed = seed
    fitted = try recipe.fitted(
      by: FitRequest(
        dataName: heldOut.dataName, log: heldOut.split.train, heldOut: heldOut,
        checkpoint: checkpoint, weightsPath: weightsPath, seed: seed, workers: workers,
        progress: progress))
    self.tuning = tuning
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
