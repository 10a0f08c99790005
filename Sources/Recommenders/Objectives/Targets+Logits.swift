public import Gradients
public import Tensors

extension Targets {
  /// The scores of the questions' targets, in column 0, and of what was drawn against them, `[questions, 1 + k]`, as a loss
  /// takes them: -infinity where a question has fewer than k negatives.
  ///
  /// Of a ``SeparableScore`` shared negatives are products of matrices, 2 width operations a candidate; of others every
  /// candidate is written out for every question.
  ///
  /// - Parameters:
  ///   - elu: scores below 0 become `elu (exp(score) - 1)`; as they are unless told otherwise.
  ///   - likelihoodWeight: `likelihoodWeight log q` is taken off each score, q being how likely the item was to be drawn.
  public func logits<S: Scalar>(
    scoredBy score: some ScoreFunction, in context: Context, elu: Double? = nil,
    likelihoodWeight: Double = 0, on tape: inout Tape<S>
  ) -> Variable {
    var logits: Variable
    if !shared.isEmpty, let separable = score as? any SeparableScore {
      let query = separable.query(in: context, on: &tape)
      let table = separable.targets(in: context, on: &tape)
      let bias = separable.bias(on: &tape)
      logits = tape.dots(
        of: query, with: table, bias: bias, targets: items,
        shared: shared.map { SharedCandidates(rows: $0.questions, items: $0.items) })
    } else {
      logits = score.scores(of: .each(candidates), in: context, on: &tape)
    }
    if let elu { logits = tape.elu(logits, alpha: elu) }
    var addends = [(logits, 1.0)]
    if let absent = absentCandidates(in: tape.pool, as: S.self) {
      // Times 0 first: nothing is differentiated by what is not there.
      addends = [(tape.product(logits, tape.constant(absent.kept)), 1.0)]
      addends.append((tape.constant(absent.removed), 1))
    }
    if likelihoodWeight != 0, let logs = logLikelihoodRows(as: S.self) {
      addends.append((tape.constant(logs), -likelihoodWeight))
    }
    return addends.count == 1 ? addends[0].0 : tape.combination(addends)
  }

  /// 0 and -infinity at the candidates that are none, 1 and 0 elsewhere; nil where all are some.
  private func absentCandidates<S: Scalar>(
    in pool: StoragePool, as scalar: S.Type
  ) -> (kept: Tensor<S>, removed: Tensor<S>)? {
    guard !shared.isEmpty else { return nil }
    let columns = 1 + negativeCount
    var places: [(row: Int, column: Int)] = []
    var end = 0
    func remove(_ rows: Range<Int>, from first: Int) {
      for row in rows { for column in first..<columns { places.append((row, column)) } }
    }
    for group in shared {
      remove(end..<group.questions.lowerBound, from: 1)
      remove(group.questions, from: 1 + group.items.count)
      end = group.questions.upperBound
      let wanted = Set(items[group.questions])
      for (place, item) in group.items.enumerated() where wanted.contains(item) {
        for row in group.questions where items[row] == item { places.append((row, 1 + place)) }
      }
    }
    remove(end..<items.count, from: 1)
    guard !places.isEmpty else { return nil }
    var kept = Tensor<S>(repeating: 1, shape: [items.count, columns], in: pool)
    var removed = Tensor<S>(zeros: [items.count, columns], in: pool)
    for (row, column) in places {
      kept[row, column] = 0
      removed[row, column] = -.infinity
    }
    return (kept, removed)
  }

  /// How likely each candidate was, as logarithms; nil where all were equally likely.
  private func logLikelihoodRows<S: Scalar>(as scalar: S.Type) -> Tensor<S>? {
    guard !logLikelihoods.isEmpty || shared.contains(where: { !$0.logLikelihoods.isEmpty }) else {
      return nil
    }
    let count = negativeCount
    var elements: [S] = []
    elements.reserveCapacity(items.count * (1 + count))
    func append(_ questions: Range<Int>, _ drawn: [Double]) {
      let row = drawn.map { S($0) } + Array(repeating: 0, count: count - drawn.count)
      for question in questions {
        elements.append(logLikelihoods.isEmpty ? 0 : S(logLikelihoods[question]))
        elements += row
      }
    }
    var end = 0
    for group in shared {
      append(end..<group.questions.lowerBound, [])
      append(group.questions, group.logLikelihoods)
      end = group.questions.upperBound
    }
    append(end..<items.count, [])
    return Tensor(elements, shape: [items.count, 1 + count])
  }
}
