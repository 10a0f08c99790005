public import SeqRec

extension Laws {
  /// The laws of what is minimised.
  ///
  /// - Parameter pushesNegativesDown: whether a negative that scores higher always costs more. It does not where negatives
  ///   compete with each other, as in BPR-max.
  public static func ofObjective<Loss: Objective>(
    _ objective: Loss, pushesNegativesDown: Bool = true
  ) -> [Law] {
    let subject = "\(Loss.self)"
    let check = ObjectiveCheck(objective: objective, pushesNegativesDown: pushesNegativesDown)
    return ScorePath.allCases.flatMap { path in
      lawsOfComputation(
        "\(subject) of a \(path.rawValue) score", check.loss(check.rows, path),
        shapes: [[[check.rows.count, check.itemCount]]])
    } + [
      Law("the loss is one number", of: subject, check.isScalar),
      Law("extreme scores give a finite loss", of: subject, check.staysFinite),
      Law("the loss is not lower where a target's score falls", of: subject, check.wantsTargets),
      Law(
        "each negative counts, and nothing else beside the target", of: subject,
        check.countsNegatives),
      Law("the order of questions changes nothing", of: subject, check.ignoresOrder),
      Law("no questions, no loss", of: subject, check.lastsWithoutQuestions),
      Law("however a score is computed, its loss is the same", of: subject, check.ignoresPath),
    ]
  }
}

/// A target and what was drawn against it.
struct Draw {
  let target: Int32
  let negatives: [Int32]
}

/// The kinds of scores that an objective may know a faster way for. The first three give their context's
/// state as the scores; the others decode it and activate what comes out.
enum ScorePath: String, CaseIterable {
  case separable, decoded, composite
  case rectified, logistic

  /// A decoder's activation.
  var activation: Activation {
    switch self {
    case .separable, .decoded, .composite: .identity
    case .rectified: .relu
    case .logistic: .sigmoid
    }
  }
}

struct LossOfScores<Loss: Objective>: DifferentiableOperation {
  let objective: Loss
  let targets: Targets
  let path: ScorePath
  let itemCount: Int
  /// Whether the score is the only term of a sum, which hides how it is computed.
  var isHidden = false

  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    let context = Context(rowCount: tape[inputs[0]].rows, itemCount: itemCount, state: inputs[0])
    switch path {
    case .separable: return loss(DotScore(to: FixedItems(identity)), context, &tape)
    case .composite: return loss(sum(DotScore(to: FixedItems(identity))), context, &tape)
    case .decoded, .rectified, .logistic:
      return isHidden ? loss(sum(decoder), context, &tape) : loss(decoder, context, &tape)
    }
  }

  private func loss<S: Scalar>(
    _ score: some ScoreFunction, _ context: Context, _ tape: inout Tape<S>
  ) -> Variable {
    objective.loss(of: targets, scoredBy: score, in: context, on: &tape)
  }

  private func sum(_ score: some ScoreFunction) -> WeightedSum {
    WeightedSum([.init("given", weight: 1, score)])
  }

  private var decoder: DecodedRow {
    DecodedRow(
      Linear("given", inputs: itemCount, outputs: itemCount), path.activation, of: .state)
  }

  private var identity: Tensor<Float> {
    var identity = Tensor<Float>(zeros: [itemCount, itemCount])
    for item in 0..<itemCount { identity[item, item] = 1 }
    return identity
  }

  /// Where a decoder's numbers are those that give the state back.
  var parameters: [Parameter] {
    guard path != .separable && path != .composite else {
      return FixedItems(identity).parameters
    }
    return [
      Parameter(
        "given.weight", shape: [itemCount, itemCount], initializer: .values(identity)),
      Parameter("given.bias", shape: [itemCount], initializer: .zeros),
    ]
  }
}
