import SeqRec

/// What ``Laws/ofObjective(_:)`` does.
struct ObjectiveCheck<Loss: Objective>: Sendable {
  let objective: Loss
  /// Whether a negative that scores higher always costs more.
  let pushesNegativesDown: Bool
  var itemCount: Int { drawnCount + 6 }

  private var drawnCount: Int {
    switch objective.negatives {
    case .none: 0
    case .perQuestion(let count), .perSequence(let count), .perBatch(let count, _, _): count
    }
  }

  /// Four questions. Negatives of their own differ from the target and from each other; of those that are shared one may be the
  /// target, and the first half of the questions may have more of them.
  var rows: [Draw] {
    (0..<4).map { row in
      let first: Int
      var count = drawnCount
      switch objective.negatives {
      case .none, .perQuestion: first = row + 1
      case .perSequence: (first, count) = row < 2 ? (1, count) : (4, max(count - 1, 1))
      case .perBatch: first = 3
      }
      return Draw(
        target: Int32(row), negatives: (0..<count).map { Int32((first + $0) % itemCount) })
    }
  }

  private func targets(_ rows: [Draw]) -> Targets {
    let items = rows.map(\.target)
    func logLikelihoods(_ items: [Int32]) -> [Double] { items.map { Double($0) / 8 } }
    switch objective.negatives {
    case .none, .perQuestion:
      return Targets(items, negatives: rows.flatMap(\.negatives))
    case .perSequence:
      let half = rows.count / 2
      let groups = [0..<half, half..<rows.count].filter { !$0.isEmpty }
      return Targets(
        items,
        shared: groups.map { .init(questions: $0, items: rows[$0.lowerBound].negatives) })
    case .perBatch(_, _, let withTargets):
      let drawn = (withTargets ? items : []) + (rows.first?.negatives ?? [])
      return Targets(
        items,
        shared: [
          .init(
            questions: 0..<rows.count, items: drawn, logLikelihoods: logLikelihoods(drawn))
        ], logLikelihoods: logLikelihoods(items))
    }
  }

  /// What a question of the four is held against.
  private func negatives(of question: Draw) -> [Int32] {
    guard case .perBatch(_, _, true) = objective.negatives else { return question.negatives }
    return rows.map(\.target) + question.negatives
  }

  func loss(_ rows: [Draw], _ path: ScorePath) -> LossOfScores<Loss> {
    LossOfScores(
      objective: objective, targets: targets(rows), path: path, itemCount: itemCount)
  }

  /// Scores of all items, and the decoder's numbers where there is one.
  func point(
    _ path: ScorePath, _ scores: Tensor<Double>? = nil, rows: [Draw]? = nil
  ) -> Point<Double> {
    let operation = loss(rows ?? self.rows, path)
    var point = operation.point([[(rows ?? self.rows).count, itemCount]], Seed(51))
    if let scores { point.inputs = [scores] }
    let initial = Weights<Double>(point.parameters, seed: Seed(0))
    point.values = point.parameters.map { initial[$0] }
    return point
  }

  func value(_ path: ScorePath, _ scores: Tensor<Double>? = nil) -> Tensor<Double> {
    loss(rows, path).value(at: point(path, scores))
  }

  @Sendable func isScalar(_ findings: inout Findings) {
    for path in ScorePath.allCases {
      findings.expectEqual(value(path).count, 1, "elements of the loss of a \(path) score")
      findings.expectFinite(value(path), "the loss of a \(path) score")
    }
  }

  /// In `Float`, where exponentials overflow first.
  @Sendable func staysFinite(_ findings: inout Findings) {
    for path in ScorePath.allCases {
      for extreme in [1e4, -1e4] {
        var scores = Tensor<Double>(zeros: [rows.count, itemCount])
        for (row, question) in rows.enumerated() { scores[row, Int(question.target)] = extreme }
        let operation = loss(rows, path)
        let point = point(path, scores).converted(to: Float.self)
        let value = operation.value(at: point)
        findings.expectFinite(value, "the loss where targets score \(extreme)")
        let one = Tensor<Float>(repeating: 1, shape: value.shape)
        for gradient in operation.gradients(at: point, adjoint: one) {
          findings.expectFinite(gradient, "the gradient where targets score \(extreme)")
        }
      }
    }
  }

  /// Up to a score of 1, which is what a row has where something happened.
  @Sendable func wantsTargets(_ findings: inout Findings) {
    for (row, question) in rows.enumerated() {
      var scores = point(.separable).inputs[0]
      var before = -Double.infinity
      for score in [1, 0.5, 0, -1, -4] {
        scores[row, Int(question.target)] = score
        let after = value(.separable, scores).scalar
        findings.expect(
          after >= before,
          "question \(row): expected at least \(before) where the target falls to \(score), "
            + "found \(after)")
        before = after
      }
    }
  }

  @Sendable func countsNegatives(_ findings: inout Findings) {
    guard objective.negatives != .none else { return }
    let operation = loss(rows, .separable)
    let one = Tensor<Double>(repeating: 1, shape: value(.separable).shape)
    let gradient = operation.gradients(at: point(.separable), adjoint: one)[0]
    for (row, question) in rows.enumerated() {
      for item in 0..<itemCount {
        let isNegative =
          negatives(of: question).contains(Int32(item)) && Int32(item) != question.target
        let counts = isNegative || Int32(item) == question.target
        findings.expect(
          counts == (gradient[row, item] != 0),
          "question \(row), item \(item): expected \(counts ? "an" : "no") influence, found a "
            + "gradient of \(gradient[row, item])")
        findings.expect(
          !isNegative || !pushesNegativesDown || gradient[row, item] >= 0,
          "question \(row): expected the loss to rise with the score of negative \(item)")
      }
    }
  }

  @Sendable func ignoresOrder(_ findings: inout Findings) {
    let scores = point(.separable).inputs[0]
    let reversed = (0..<rows.count).reversed().flatMap { scores.taking($0..<$0 + 1).elements }
    let other = loss(rows.reversed(), .separable)
      .value(at: point(.separable, Tensor(reversed, shape: scores.shape)))
    findings.expectClose(
      other, value(.separable), Tolerance.sameInDouble, "the loss of the questions in reverse")
  }

  @Sendable func lastsWithoutQuestions(_ findings: inout Findings) {
    for path in ScorePath.allCases {
      let point = point(path, Tensor(zeros: [0, itemCount]), rows: [])
      let value = loss([], path).value(at: point)
      findings.expectEqual(value.elements, [0], "the loss of no questions, a \(path) score's")
      for gradient in loss([], path).gradients(at: point, adjoint: value) {
        findings.expectFinite(gradient, "the gradient of no questions, a \(path) score's")
      }
    }
  }

  @Sendable func ignoresPath(_ findings: inout Findings) {
    for path in [ScorePath.decoded, .composite] {
      findings.expectClose(
        value(path).reshaped(to: []), value(.separable).reshaped(to: []), 1e-9,
        "the loss of a \(path) score")
    }
    for path in [ScorePath.decoded, .rectified, .logistic] {
      for seed in [nil, Seed(52)] {
        var hidden = loss(rows, path)
        hidden.isHidden = true
        let point = point(path)
        findings.expectClose(
          loss(rows, path).value(at: point, seed: seed).reshaped(to: []),
          hidden.value(at: point, seed: seed).reshaped(to: []), 1e-9,
          "the loss of a \(path) score \(seed == nil ? "without" : "with") randomness, known as such"
        )
      }
    }
  }
}
