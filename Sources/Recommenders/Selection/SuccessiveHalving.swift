/// Chooses among candidates by spending more and more on fewer and fewer of them: all get a small budget,
/// the best third of them three times as much, the best third of those the whole.
///
/// ```swift
/// let found = try SuccessiveHalving(upTo: 200).select(among: models) {
///   (model: AutoSeqRec, epochs: Int, state: inout TrainingState?) in
///   var reached = state
///   let trained = try Trainer(.autoSeqRec, epochs: epochs).fit(
///     model, on: split.train, resuming: state, checkpoints: Checkpointing(every: epochs) { reached = $0 })
///   state = reached
///   return (value: try measure(trained), choice: trained)
/// }
/// found.best?.choice
/// ```
///
/// A budget is whatever makes a candidate dearer and its measurement more telling, mostly epochs. More of
/// it is not always better, so that the choice is the best of all measurements, whatever their budget: of
/// epochs, too, it is a choice. Three rungs spend 7/27 of what `n` candidates and the whole budget for each
/// would cost, if `n` is large.
///
/// A function of the candidates' order and of what `measure` says: of equal values the one counts that
/// was measured first, the smaller budget before the larger one.
///
/// Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
/// Optimization" (AISTATS 2016), which keeps a half; the factor of three and the budgets in powers of it
/// are those of Li et al., "Hyperband" (ICLR 2017). Ours rounds the number that goes on up.
public struct SuccessiveHalving: Hashable, Sendable {
  /// What a candidate has been given in all at each rung, ascending.
  public let budgets: [Int]
  /// One candidate of so many goes on to the next rung.
  public let factor: Int

  /// Halving at those budgets.
  ///
  /// - Precondition: there is a budget, they ascend, and `factor` is at least 2.
  public init(budgets: [Int], factor: Int = 3) {
    precondition(
      !budgets.isEmpty && zip(budgets, budgets.dropFirst()).allSatisfy { $0 < $1 },
      "budgets \(budgets)")
    precondition(factor >= 2, "one candidate of \(factor) goes on")
    self.budgets = budgets
    self.factor = factor
  }

  /// Halving at a whole budget and the integral parts of its `factor`-th, its `factor * factor`-th and so
  /// on, those that are at least 1.
  ///
  /// - Precondition: `budget` and `rungs` are at least 1, `factor` at least 2.
  public init(upTo budget: Int, rungs: Int = 3, factor: Int = 3) {
    precondition(budget >= 1 && rungs >= 1, "\(rungs) rungs up to a budget of \(budget)")
    var budgets = [budget]
    while budgets.count < rungs, budgets[0] / factor >= 1 {
      budgets.insert(budgets[0] / factor, at: 0)
    }
    self.init(budgets: budgets, factor: factor)
  }

  /// Measures candidates, and the better ones again with more.
  ///
  /// - Parameter measure: takes a candidate to a budget in all and measures it there: a value, larger for
  ///   better ones, and what was measured, with everything that was chosen on the way. No value takes the
  ///   candidate out, as where its training diverges. The state is `nil` at first and later what the call
  ///   before left for this candidate, to go on from; it is let go as soon as the candidate is out.
  /// - Precondition: no value is NaN.
  /// - Throws: `CancellationError` where the task is cancelled; what `measure` throws.
  public func select<Candidate, State, Choice>(
    among candidates: [Candidate],
    measure: (_ candidate: Candidate, _ budget: Int, _ state: inout State?) throws
      -> (value: Double?, choice: Choice)
  ) throws -> Selection<Choice> {
    var trials: [SelectionTrial<Choice>] = []
    var states = [State?](repeating: nil, count: candidates.count)
    var going = Array(candidates.indices)
    for budget in budgets {
      let room = budget == budgets.last ? 0 : (going.count + factor - 1) / factor
      // Places among the trials, best first.
      var best: [Int] = []
      for candidate in going {
        try Task.checkCancellation()
        let (value, choice) = try measure(candidates[candidate], budget, &states[candidate])
        precondition(value?.isNaN != true, "candidate \(candidate) measures as not a number")
        let place = trials.count
        trials.append(
          SelectionTrial(candidate: candidate, budget: budget, value: value, choice: choice))
        guard let value else {
          states[candidate] = nil
          continue
        }
        let rank = best.firstIndex { trials[$0].value ?? value < value } ?? best.count
        best.insert(place, at: rank)
        while best.count > room { states[trials[best.removeLast()].candidate] = nil }
      }
      for place in best { trials[place].goesOn = true }
      going = best.map { trials[$0].candidate }.sorted()
    }
    return Selection(trials: trials)
  }
}
