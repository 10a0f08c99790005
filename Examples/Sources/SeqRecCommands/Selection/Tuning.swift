import SeqRec

/// A selection of hyper-parameters on validation: what was tried, and what is chosen.
struct Tuning {
  let model: String
  /// The preset that the recipe is of.
  let preset: String
  let seed: UInt64
  /// What was measured.
  let criterion: String
  let grid: SelectionGrid
  /// The hyper-parameters that were chosen, the number of epochs among them where it was.
  let selectedKeys: [String]
  /// How many combinations the grid has, post-hoc values aside, and how many of them were tried.
  let combinations: (tried: Int, all: Int)
  let trials: [SelectionTrial<Choice>]
  /// The place of the best trial.
  let best: Int
  let seconds: Double

  var choice: Choice { trials[best].choice }

  /// Tries what the wishes say, or the grid that the model declares, by successive halving over epochs.
  ///
  /// - Parameter heldOut: what the test is taken from before anything is tried.
  /// - Throws: `ToolError` with status 64 where the grid is unsound or every training diverges; what
  ///   trainings and measurements throw.
  init<M: ShippedModel>(
    _ recipe: M, preset: String, options: GridOptions, heldOut: HeldOut, seed: UInt64,
    workers: Workers, progress: Progress
  ) throws {
    let clock = Stopwatch()
    let heldOut = heldOut.withoutTest
    let grid = try options.grid(of: recipe)
    let (candidates, all) = try grid.drawnCandidates(
      of: recipe, atMost: options.mostTrials, seed: seed)
    let bench = TrialBench<M>(
      grid: grid, heldOut: heldOut, seed: seed, workers: workers, progress: progress)
    let found = try bench.halving(of: recipe)
      .select(among: candidates) { candidate, epochs, state in
        try bench.measure(candidate, after: epochs, goingOnFrom: &state)
      }
    guard let best = found.best,
      let place = found.trials.firstIndex(where: {
        $0.candidate == best.candidate && $0.budget == best.budget
      })
    else {
      throw ToolError(
        .usage, "\(M.name): every training of the grid diverged", hint: "try smaller rates")
    }
    model = M.name
    self.preset = M.presetNames.contains(preset) ? preset : M.presetNames[0]
    self.seed = seed
    criterion = heldOut.selectionCriterion
    self.grid = grid
    selectedKeys = grid.axes.map(\.key) + (M.epochsTried == nil ? [] : ["epochs"])
    combinations = (candidates.count, all)
    trials = found.trials
    self.best = place
    seconds = clock.seconds
  }
}

/// Where candidates of one model are trained and measured.
private struct TrialBench<M: ShippedModel> {
  let grid: SelectionGrid
  let heldOut: HeldOut
  let seed: UInt64
  let workers: Workers
  let progress: Progress

  /// Over epochs where a training can be measured on the way, else one whole training each.
  func halving(of recipe: M) -> SuccessiveHalving {
    guard let path = M.epochsTried, recipe[keyPath: path] > 0 else {
      return SuccessiveHalving(upTo: 1, rungs: 1)
    }
    return SuccessiveHalving(upTo: recipe[keyPath: path])
  }

  /// Trains a candidate on to so many epochs and takes the best of its post-hoc variants.
  func measure(
    _ candidate: M, after epochs: Int, goingOnFrom state: inout TrainingState?
  ) throws -> (value: Double?, choice: Choice) {
    let clock = Stopwatch()
    var recipe = candidate
    if let path = M.epochsTried, recipe[keyPath: path] > 0 { recipe[keyPath: path] = epochs }
    do {
      var last: TrainingState?
      let fitted = try recipe.fitted(
        by: FitRequest(
          dataName: heldOut.dataName, log: heldOut.split.train, heldOut: heldOut,
          resuming: state,
          checkpoints: M.epochsTried == nil ? nil : Checkpointing(every: epochs) { last = $0 },
          seed: seed, workers: workers, progress: progress))
      state = last
      let variants = try grid.variants(of: recipe)
      let values = try M.measure(variants, with: fitted, on: heldOut, workers: workers)
      let best = zip(variants, values).max { $0.1 < $1.1 }
      let epochsRun = M.isTrainedByEpochs ? fitted.history.epochsRun : nil
      return (
        best?.1, Choice(recipe: best?.0 ?? recipe, epochs: epochsRun, seconds: clock.seconds)
      )
    } catch let failure as FailedTraining {
      guard case .diverged(let epoch) = failure.reason else { throw failure }
      return (nil, Choice(recipe: recipe, epochs: epoch, seconds: clock.seconds))
    } catch is RankingError {
      return (nil, Choice(recipe: recipe, epochs: nil, seconds: clock.seconds))
    }
  }
}
