public import SeqRec

extension Laws {
  /// The laws of what turns a sequence of vectors into states.
  public static func ofSequenceModel<Model: SequenceModel>(_ model: Model) -> [Law] {
    let subject = "\(Model.self)"
    let check = SequenceModelCheck(model: model)
    let states = StatesOfSequences(model: model, sequences: check.batch(check.histories))
    let attention = (model as? any AttendingModel).map { check.law(ofAttention: $0, subject) }
    return lawsOfComputation(subject, states, shapes: [check.shapes(of: states.sequences)]) + [
      Law("a state for each position", of: subject, check.stateForEachPosition),
      Law("a later item changes no earlier state", of: subject, check.isCausal),
      Law("sequences of a batch do not influence each other", of: subject, check.isBySequence),
      Law("a batch is its sequences one by one", of: subject, check.isOneByOne),
      Law("what is asked changes no state", of: subject, check.ignoresQuestions),
      Law("the shortest and the longest sequence are read", of: subject, check.readsAllLengths),
      Law("large inputs give finite states", of: subject, check.staysFinite),
    ] + [attention].compactMap(\.self)
  }
}

struct StatesOfSequences<Model: SequenceModel>: DifferentiableOperation {
  let model: Model
  let sequences: SequenceBatch
  var parameters: [Parameter] { model.parameters }

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    let user = inputs.count > 1 ? inputs[1] : nil
    return model.states(of: inputs[0], user: user, in: sequences, on: &tape)
  }
}

private struct SequenceModelCheck<Model: SequenceModel> {
  let model: Model
  private let itemCount = 9

  var longest: Int { min(model.maxLength ?? 40, 200) }

  var histories: [History] {
    Sample.histories(
      [3, 1, 5, 2].map { min($0, longest) }, itemCount: itemCount, Seed(11))
  }

  func batch(
    _ histories: [History], _ questions: SequenceBatch.Questions = .everyPosition
  ) -> SequenceBatch {
    SequenceBatch(histories, window: longest, questions: questions)
  }

  func shapes(of sequences: SequenceBatch) -> [Shape] {
    ([model.inputWidth] + (model.userWidth.map { [$0] } ?? []))
      .map { [sequences.positionCount, $0] }
  }

  /// The states of inputs, or of sampled ones: what is read and, of a model that looks at users, those.
  func states(
    _ sequences: SequenceBatch, _ inputs: [Tensor<Double>]? = nil
  ) -> (inputs: [Tensor<Double>], states: Tensor<Double>) {
    let operation = StatesOfSequences(model: model, sequences: sequences)
    var point = operation.point(shapes(of: sequences), Seed(12))
    if let inputs { point.inputs = inputs }
    return (point.inputs, operation.value(at: point))
  }

  @Sendable func stateForEachPosition(_ findings: inout Findings) {
    let sequences = batch(histories)
    findings.expectEqual(
      states(sequences).states.shape, [sequences.positionCount, model.width], "the states' shape")
  }

  /// Changing what is read at a position and after it, by its vector, item or time.
  @Sendable func isCausal(_ findings: inout Findings) {
    let (inputs, before) = states(batch(histories))
    for change in LaterChange.all(of: histories, in: batch(histories), itemCount: itemCount) {
      let after = states(batch(change.histories), inputs.map { $0.changed(change.changed) }).states
      findings.expectSameBits(
        after.taking(change.kept), before.taking(change.kept), "states \(change.name)")
    }
  }

  @Sendable func isBySequence(_ findings: inout Findings) {
    let sequences = batch(histories)
    let (inputs, before) = states(sequences)
    for number in 0..<sequences.count {
      var changed = histories
      changed[number] = changed[number].changed(from: 0, itemCount: itemCount)
      let after = states(batch(changed), inputs.map { $0.changed(sequences.positions(of: number)) })
        .states
      for other in 0..<sequences.count where other != number {
        let kept = sequences.positions(of: other)
        findings.expectSameBits(
          after.taking(kept), before.taking(kept),
          "states of sequence \(other), where sequence \(number) changes")
      }
    }
  }

  @Sendable func isOneByOne(_ findings: inout Findings) {
    let sequences = batch(histories)
    let (inputs, together) = states(sequences)
    for (number, history) in histories.enumerated() {
      let positions = sequences.positions(of: number)
      findings.expectClose(
        states(batch([history]), inputs.map { $0.taking(positions) }).states,
        together.taking(positions),
        Tolerance.sameInDouble, "states of sequence \(number) alone")
    }
  }

  @Sendable func ignoresQuestions(_ findings: inout Findings) {
    let (inputs, every) = states(batch(histories))
    findings.expectSameBits(
      states(batch(histories, .lastPosition), inputs).states, every,
      "states where the last positions alone ask")
  }

  @Sendable func readsAllLengths(_ findings: inout Findings) {
    let histories = Sample.histories(
      [longest, 1, longest], itemCount: itemCount, Seed(13))
    let found = states(batch(histories)).states
    findings.expectEqual(found.shape, [2 * longest + 1, model.width], "the states' shape")
    findings.expectFinite(found, "states of 1 and \(longest) items")
  }

  /// Of a model that attends: parts of a whole for each head.
  func law(ofAttention model: some AttendingModel, _ subject: String) -> Law {
    Law("what the last position takes in adds up to 1", of: subject) { findings in
      for history in histories + Sample.histories([longest], itemCount: itemCount, Seed(14)) {
        let sequences = batch([history], .lastPosition)
        let inputs = states(sequences).inputs
        var tape = Tape(Weights<Double>(model.parameters, seed: Seed(15)))
        let variables = inputs.map { tape.constant($0) }
        let layers = model.attention(
          of: variables[0], user: variables.count > 1 ? variables[1] : nil, in: sequences, on: &tape
        )
        for (number, layer) in layers.enumerated() {
          let parts = tape[layer]
          findings.expectEqual(
            parts.columns, sequences.positionCount, "the positions of layer \(number)")
          for head in 0..<parts.rows {
            let row = (0..<parts.columns).map { parts[head, $0] }
            findings.expect(
              row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) <= Tolerance.sameInDouble,
              "layer \(number), head \(head): parts \(row) of 1")
          }
        }
      }
    }
  }

  @Sendable func staysFinite(_ findings: inout Findings) {
    let sequences = batch(histories)
    let inputs = states(sequences).inputs
    for factor in [1000.0, 0] {
      let scaled = inputs.map { input in
        var scaled = input
        scaled.assign(input, times: factor)
        return scaled
      }
      findings.expectFinite(
        states(sequences, scaled).states, "states of inputs up to \(factor)")
    }
  }
}
