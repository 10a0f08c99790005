import SeqRec

/// What ``Laws/ofObjective(_:)`` does.
struct ObjectiveCheck<Loss: Objective>: Sendable {
  let objective: Loss
  var itemCount: Int { objective.negativeCount + 6 }

  /// Four questions whose negatives differ from the target and from each other.
  var rows: [Draw] {
    (0..<4).map { row in
      Draw(
        target: Int32(row),
        negatives: (0..<objective.negativeCount).map { Int32((row + 1 + $0) % itemCount) })
    }
  }

  func loss(_ rows: [Draw], _ path: ScorePath) -> LossOfScores<Loss> {
    LossOfScores(
      objective: objective,
      targets: Targets(rows.map(\.target), negatives: rows.flatMap(\.negatives)), path: path,
      itemCount: itemCount)
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
    guard objective.negativeCount > 0 else { return }
    let operation = loss(rows, .separable)
    let one = Tensor<Double>(repeating: 1, shape: value(.separable).shape)
    let gradient = operation.gradients(at: point(.separable), adjoint: one)[0]
    for (row, question) in rows.enumerated() {
      for item in 0..<itemCount {
        let counts = ([question.target] + question.negatives).contains(Int32(item))
        findings.expect(
          counts == (gradient[row, item] != 0),
          "question \(row), item \(item): expected \(counts ? "an" : "no") influence, found a "
            + "gradient of \(gradient[row, item])")
        findings.expect(
          !question.negatives.contains(Int32(item)) || gradient[row, item] >= 0,
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
