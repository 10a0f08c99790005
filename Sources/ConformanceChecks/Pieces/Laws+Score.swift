public import SeqRec

extension Laws {
  /// The laws of how a state meets the candidates; further ones of a ``SeparableScore``, a ``DecodedScore``
  /// and a ``CompositeScore``.
  ///
  /// - Parameters:
  ///   - itemCount: the number of items; at least 3.
  ///   - width: the width of states, users and the model's items.
  public static func ofScore<Score: ScoreFunction>(
    _ score: Score, itemCount: Int, width: Int
  ) -> [Law] {
    let subject = "\(Score.self)"
    let check = ScoreCheck(score: score, itemCount: itemCount, width: width)
    let contexts = [score.needs, .everything].withoutRepeats
    var laws = contexts.flatMap { parts in
      [Candidates.all, .each(check.candidates)].flatMap { candidates in
        let what = "\(subject) of \(candidates.name) with \(parts.name)"
        return lawsOfComputation(
          what, check.scores(candidates, parts), shapes: [check.shapes(parts)])
      }
    }
    func add(_ name: String, _ body: @escaping @Sendable (inout Findings) throws -> Void) {
      laws.append(Law(name, of: subject, body))
    }
    add("it fits the sizes that it says it fits", check.fits)
    add("a score for every candidate, from what it says it needs", check.shapesAreRight)
    add("what it does not read changes nothing", check.readsWhatItSays)
    add("a later item changes no earlier score", check.isCausal)
    add("candidates are columns of all items", check.candidatesAreColumns)
    add("questions do not influence each other", check.questionsAreIndependent)
    if score.reads.contains(.items) && score.parameters.isEmpty {
      add("the items' order is that of their scores", check.followsItems)
    }
    if score is any SeparableScore {
      add("scores are query times targets plus bias", check.isSeparable)
    }
    if score is any DecodedScore {
      add("scores are the activated rows of its decoder", check.isDecoded)
    }
    if score is any CompositeScore { add("scores are the sum of the terms", check.isSum) }
    return laws
  }
}

struct ScoresOfCandidates<Score: ScoreFunction>: DifferentiableOperation {
  let score: Score
  let candidates: Candidates
  let parts: Context.Parts
  let itemCount: Int
  let sequences: SequenceBatch
  var parameters: [Parameter] { score.parameters }

  /// A context whose vectors are the inputs, in the order of state, items, user, sources, transitions, trend.
  func context(_ inputs: [Variable]) -> Context {
    var rest = inputs[...]
    var context = Context(rowCount: sequences.rowCount, itemCount: itemCount)
    if parts.contains(.state) { context.state = rest.removeFirst() }
    if parts.contains(.items) { context.items = rest.removeFirst() }
    if parts.contains(.user) { context.user = rest.removeFirst() }
    if parts.contains(.sources) { context.sources = rest.removeFirst() }
    if parts.contains(.transitions) { context.transitions = rest.removeFirst() }
    if parts.contains(.trend) { context.trend = rest.removeFirst() }
    if parts.contains(.sequences) { context.sequences = sequences }
    return context
  }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    score.scores(of: candidates, in: context(inputs), on: &tape)
  }
}

extension Context.Parts {
  static var everything: Context.Parts {
    [.user, .state, .items, .sequences, .sources, .transitions, .trend]
  }

  var name: String {
    self == .everything ? "everything" : "what it needs"
  }
}

extension Candidates {
  var name: String {
    switch self {
    case .all: "all items"
    case .each: "some items"
    }
  }
}

extension [Context.Parts] {
  var withoutRepeats: [Context.Parts] {
    var known: Set<Context.Parts> = []
    return filter { known.insert($0).inserted }
  }
}
