import SeqRec

/// What ``Laws/ofScore(_:itemCount:width:)`` does.
struct ScoreCheck<Score: ScoreFunction>: Sendable {
  let score: Score
  let itemCount: Int
  let width: Int

  var histories: [History] {
    Sample.histories([2, 1, 3], itemCount: itemCount, Seed(41))
  }

  func batch(_ histories: [History]) -> SequenceBatch {
    SequenceBatch(histories, window: 50, questions: .everyPosition)
  }

  /// Three for each question, one of them twice.
  var candidates: [Int32] {
    (0..<batch(histories).rowCount).flatMap { row in
      [row, row + 1, row].map { Int32($0 % itemCount) }
    }
  }

  func scores(
    _ candidates: Candidates, _ parts: Context.Parts, of histories: [History]? = nil
  ) -> ScoresOfCandidates<Score> {
    ScoresOfCandidates(
      score: score, candidates: candidates, parts: parts, itemCount: itemCount,
      sequences: batch(histories ?? self.histories))
  }

  func shapes(_ parts: Context.Parts) -> [Shape] {
    let rows = batch(histories).rowCount
    let all: [(Context.Parts, Shape)] = [
      (.state, [rows, width]), (.items, [itemCount, width]), (.user, [rows, width]),
      (.sources, [itemCount, width]), (.transitions, [rows, itemCount]),
      (.trend, [rows, itemCount]),
    ]
    return all.filter { parts.contains($0.0) }.map(\.1)
  }

  func point(_ parts: Context.Parts) -> Point<Double> {
    scores(.all, parts).point(shapes(parts), Seed(42))
  }

  @Sendable func fits(_ findings: inout Findings) throws {
    func sizes(_ parts: Context.Parts) -> CompositionSizes {
      CompositionSizes(
        itemCount: itemCount, userWidth: parts.contains(.user) ? width : nil,
        stateWidth: parts.contains(.state) ? width : nil,
        itemWidth: parts.contains(.items) ? width : nil,
        hasSequences: parts.contains(.sequences),
        others: parts.intersection([.sources, .transitions, .trend]))
    }
    try sizes(.everything).check(score)
    for (part, name) in [
      (Context.Parts.user, "user"), (.state, "state"), (.items, "items"), (.sequences, "histories"),
      (.sources, "sources"), (.transitions, "transitions"), (.trend, "trend"),
    ] where score.needs.contains(part) {
      do {
        try sizes(.everything.subtracting(part)).check(score)
        findings.expect(false, "expected a composition without \(name) to be refused")
      } catch {}
    }
  }

  @Sendable func shapesAreRight(_ findings: inout Findings) {
    let rows = batch(histories).rowCount
    for parts in [score.needs, .everything] {
      let all = scores(.all, parts).value(at: point(parts))
      findings.expectEqual(all.shape, [rows, itemCount], "scores of all items with \(parts.name)")
      findings.expectFinite(all, "scores of all items with \(parts.name)")
      let some = scores(.each(candidates), parts).value(at: point(parts))
      findings.expectEqual(some.shape, [rows, 3], "scores of three items with \(parts.name)")
    }
  }

  @Sendable func readsWhatItSays(_ findings: inout Findings) {
    findings.expect(
      score.needs.isSubset(of: score.reads), "expected what it needs among what it reads")
    // The inputs of a point stand in this order.
    let everything = point(.everything)
    var read = everything
    read.inputs = zip(
      [Context.Parts.state, .items, .user, .sources, .transitions, .trend], everything.inputs
    )
    .filter { score.reads.contains($0.0) }.map(\.1)
    findings.expectSameBits(
      scores(.all, score.reads).value(at: read), scores(.all, .everything).value(at: everything),
      "scores without what it does not read")
  }

  /// Items that come later, with states and users that do not know them.
  @Sendable func isCausal(_ findings: inout Findings) {
    let point = point(.everything)
    let before = scores(.all, .everything).value(at: point)
    for change in LaterChange.all(of: histories, in: batch(histories), itemCount: itemCount) {
      let after = scores(.all, .everything, of: change.histories).value(at: point)
      findings.expectSameBits(
        after.taking(change.kept), before.taking(change.kept), "scores \(change.name)")
    }
  }

  @Sendable func candidatesAreColumns(_ findings: inout Findings) {
    let point = point(.everything)
    let all = scores(.all, .everything).value(at: point)
    let some = scores(.each(candidates), .everything).value(at: point)
    let expected = candidates.enumerated().map { all[$0 / 3, Int($1)] }
    findings.expectClose(
      some, Tensor(expected, shape: [all.rows, 3]), Tolerance.sameInDouble,
      "scores of three items")
  }

  /// Another last history, with another row of all that has one for each question.
  @Sendable func questionsAreIndependent(_ findings: inout Findings) {
    let sequences = batch(histories)
    let last = sequences.positions(of: sequences.count - 1)
    var changed = histories
    changed[changed.count - 1] = changed[changed.count - 1]
      .changed(from: 0, itemCount: itemCount)
    let before = point(.everything)
    var after = before
    for input in [0, 2, 4, 5] { after.inputs[input] = before.inputs[input].changed(last) }
    for candidates in [Candidates.all, .each(candidates)] {
      findings.expectSameBits(
        scores(candidates, .everything, of: changed).value(at: after).taking(0..<last.lowerBound),
        scores(candidates, .everything).value(at: before).taking(0..<last.lowerBound),
        "scores of \(candidates.name) for questions that did not change")
    }
  }

  @Sendable func followsItems(_ findings: inout Findings) {
    let straight = point(.everything)
    var reversed = straight
    for input in [1, 3] {
      for item in 0..<itemCount {
        for column in 0..<width {
          reversed.inputs[input][item, column] =
            straight.inputs[input][itemCount - 1 - item, column]
        }
      }
    }
    let before = scores(.all, .everything).value(at: straight)
    let after = scores(.all, .everything).value(at: reversed)
    let expected = (0..<before.count).map { index in
      before[index / itemCount, itemCount - 1 - index % itemCount]
    }
    findings.expectClose(
      after, Tensor(expected, shape: before.shape), Tolerance.sameInDouble,
      "scores of the items in reverse order")
  }

  @Sendable func isSeparable(_ findings: inout Findings) {
    guard let separable = score as? any SeparableScore else { return }
    let point = point(.everything)
    var tape = Tape(point.weights)
    let inputs = point.inputs.map { tape.input($0) }
    let context = scores(.all, .everything).context(inputs)
    let query = separable.query(in: context, on: &tape)
    let targets = separable.targets(in: context, on: &tape)
    let bias = separable.bias(on: &tape).map { tape[$0] }
    let (q, e) = (tape[query], tape[targets])
    var expected = Tensor<Double>(zeros: [q.rows, itemCount])
    for row in 0..<q.rows {
      for item in 0..<itemCount {
        expected[row, item] = (0..<q.columns).reduce(bias?[item] ?? 0) {
          $0 + q[row, $1] * e[item, $1]
        }
      }
    }
    findings.expectClose(
      scores(.all, .everything).value(at: point), expected, Tolerance.sameInDouble, "scores")
  }

  @Sendable func isDecoded(_ findings: inout Findings) {
    guard let decoded = score as? any DecodedScore else { return }
    let point = point(.everything)
    var tape = Tape(point.weights)
    let inputs = point.inputs.map { tape.input($0) }
    let embedding = decoded.embedding(
      in: scores(.all, .everything).context(inputs), on: &tape)
    let rows = decoded.decoder(embedding, on: &tape)
    let expected = tape.activate(rows, decoded.activation)
    findings.expectClose(
      scores(.all, .everything).value(at: point), tape[expected], Tolerance.sameInDouble, "scores")
  }

  @Sendable func isSum(_ findings: inout Findings) {
    guard let composite = score as? any CompositeScore else { return }
    let point = point(.everything)
    var tape = Tape(point.weights)
    let inputs = point.inputs.map { tape.input($0) }
    let context = scores(.all, .everything).context(inputs)
    let terms = composite.terms(of: .all, in: context, on: &tape)
    findings.expectEqual(terms.count, composite.termNames.count, "the number of terms")
    var expected = Tensor<Double>(zeros: [context.rowCount, itemCount])
    for term in terms { if let term { expected.add(tape[term]) } }
    findings.expectClose(
      scores(.all, .everything).value(at: point), expected, Tolerance.sameInDouble, "scores")
  }
}
