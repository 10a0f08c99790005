import SeqRec

/// The mean of what targets lack, `mean(sum of negatives - target)`, wrong in one way.
struct BrokenObjective: Objective {
  enum Fault: CaseIterable { case hasTheWrongSign, forgetsANegative, weighsByPlace, knowsTheScore }

  let fault: Fault
  let negatives = NegativeSampling.perQuestion(2)

  func loss<S: Scalar, Score: ScoreFunction>(
    of targets: Targets, scoredBy score: Score, in context: Context, on tape: inout Tape<S>
  ) -> Variable {
    let logits = score.scores(of: .each(targets.candidates), in: context, on: &tape)
    let (values, sign) = (tape[logits], S(fault == .hasTheWrongSign ? 1 : -1))
    let isComposite = fault == .knowsTheScore && score is any CompositeScore
    func factor(_ row: Int, _ column: Int) -> S {
      let place = fault == .weighsByPlace ? S(row + 1) : 1
      if column == 0 { return place * sign }
      return fault == .forgetsANegative && column == 2 ? 0 : isComposite ? 3 : place
    }
    var loss: S = 0
    for row in 0..<values.rows {
      for column in 0..<values.columns { loss += factor(row, column) * values[row, column] }
    }
    return tape.record(Tensor([loss], shape: []), from: [logits]) { bar, adjoints in
      adjoints.add(to: logits) { logitsBar in
        for row in 0..<values.rows {
          for column in 0..<values.columns {
            logitsBar[row, column] += bar.scalar * factor(row, column)
          }
        }
      }
    }
  }
}
