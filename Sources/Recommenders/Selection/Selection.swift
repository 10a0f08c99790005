/// One measurement of one candidate.
public struct SelectionTrial<Choice> {
  /// Its place among the candidates.
  public let candidate: Int
  /// What it had been given in all.
  public let budget: Int
  /// What was measured, larger is better; `nil` where the candidate came to nothing.
  public let value: Double?
  /// What that value is of, with everything that was chosen on the way.
  public let choice: Choice
  /// Whether the candidate got more afterwards.
  public internal(set) var goesOn = false

  init(candidate: Int, budget: Int, value: Double?, choice: Choice) {
    self.candidate = candidate
    self.budget = budget
    self.value = value
    self.choice = choice
  }
}

extension SelectionTrial: Sendable where Choice: Sendable {}

/// All that a selection has tried.
public struct Selection<Choice> {
  /// The measurements in the order in which they were made: by budget, then by the order of candidates.
  public let trials: [SelectionTrial<Choice>]

  /// The trial with the largest value, the first of equals; `nil` where none has one.
  public var best: SelectionTrial<Choice>? {
    trials.filter { $0.value != nil }.max { ($0.value ?? 0) < ($1.value ?? 0) }
  }
}

extension Selection: Sendable where Choice: Sendable {}
